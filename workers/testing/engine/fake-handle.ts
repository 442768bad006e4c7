import { MemoryStore } from "../../store/memory-store.ts";
import type { TargetHandle } from "../../engine/exports/deliver/to-handle.ts";

type Step = "createWritable" | "write" | "truncate" | "close";

/** A picked file in memory: changes go to a second file that takes its place at `close`, as in a browser. */
export class FakeHandle implements TargetHandle {
  content: Uint8Array;
  lastModified = 1;
  /** Calls of the writable stream, in order. */
  readonly log: string[] = [];
  /** Whether it was opened for writing. */
  isOpen = false;
  readonly #failure: { readonly step: Step; readonly error: unknown } | null;

  /** @param failure the step that fails, and with what */
  constructor(content: string, failure: { readonly step: Step; readonly error: unknown } | null = null) {
    this.content = new TextEncoder().encode(content);
    this.#failure = failure;
  }

  get text(): string {
    return new TextDecoder().decode(this.content);
  }

  #fail(step: Step): void {
    if (this.#failure?.step === step) throw this.#failure.error;
  }

  async getFile(): Promise<File> {
    return new File([Uint8Array.from(this.content)], "picked", { lastModified: this.lastModified });
  }

  async createWritable(options?: FileSystemCreateWritableOptions): Promise<FileSystemWritableFileStream> {
    this.#fail("createWritable");
    this.isOpen = true;
    const swap = new MemoryStore(options?.keepExistingData === true ? this.content : undefined);
    const writable = {
      write: async ({ position, data }: { position: number; data: Uint8Array }) => {
        this.#fail("write");
        this.log.push(`write ${data.length} at ${position}`);
        swap.write(position, data);
      },
      truncate: async (size: number) => {
        this.#fail("truncate");
        this.log.push(`truncate ${size}`);
        swap.truncate(size);
      },
      close: async () => {
        this.#fail("close");
        this.log.push("close");
        this.content = await swap.readBulk(0, swap.size);
        this.lastModified += 1;
      },
      abort: async () => {
        this.log.push("abort");
      },
    };
    return writable as unknown as FileSystemWritableFileStream;
  }
}
