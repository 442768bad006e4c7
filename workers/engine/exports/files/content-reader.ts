import type { JobPort } from "../../../api/index.ts";
import type { FileContent, StoredName } from "../../../fs/file-system.ts";
import { KIB } from "../../../shared/numbers.ts";
import { numberText, sizeText } from "../../../shared/text.ts";
import { visibleText } from "../../../shared/visible-text.ts";
import { isUnreadable, tryRead } from "../../../store/tolerant-read.ts";
import type { Gate } from "../../jobs/jobs.ts";
import { pathText } from "./item.ts";
import type { Problems } from "./problems.ts";

/** Bytes. A drive fails by sectors, so shorter runs are not tried. */
const SMALLEST = 4 * KIB;
/** Bytes. Shorter runs are read through the cache, which holds their neighbours too. */
const SMALL = 32 * KIB;
/** Lines that are kept of runs that were not read. */
const MOST_LINES = 10_000;

/**
 * Reads files for one extraction. Asks the user at the first run that can't be read; if the extraction goes on, such runs are zeros
 * and listed.
 */
export class ContentReader {
  readonly #ask: NonNullable<JobPort["unread"]>;
  readonly #job: Gate;
  readonly #problems: Problems;
  #agreed: Promise<boolean> | null = null;
  /** A line for each run that became zeros. */
  readonly zeroed: string[] = [];
  /** Paths that are listed already. */
  #lastListed: readonly StoredName[] | null = null;

  /** @param ask asks the user; without it a run that can't be read ends the extraction */
  constructor(ask: JobPort["unread"], job: Gate, problems: Problems) {
    this.#ask = ask ?? (() => Promise.resolve(false));
    this.#job = job;
    this.#problems = problems;
  }

  /** Reads a run of a file; zeros for what can't be read, where the user agrees. */
  async read(
    content: FileContent,
    path: readonly StoredName[],
    offset: number,
    length: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    try {
      if (length <= SMALL) {
        const bytes = new Uint8Array(length);
        content.read(offset, bytes);
        return bytes;
      }
      return await content.readBulk(offset, length);
    } catch (thrown) {
      if (!isUnreadable(thrown)) throw thrown;
      await this.#agree(thrown, path);
      const bytes = new Uint8Array(length);
      await this.#readParts(content, path, offset, bytes);
      return bytes;
    }
  }

  async #agree(thrown: Error, path: readonly StoredName[]): Promise<void> {
    const name = visibleText(pathText(path));
    this.#agreed ??= this.#ask(`A part of ${name} can't be read. ${thrown.message}`);
    if (!(await this.#agreed)) throw thrown;
  }

  /** Reads what can be read of a run, in parts at multiples of 4 KiB. */
  async #readParts(
    content: FileContent,
    path: readonly StoredName[],
    offset: number,
    into: Uint8Array,
  ): Promise<void> {
    let lostFrom = -1;
    const end = offset + into.length;
    for (let at = offset; at < end;) {
      await this.#job.checkpoint();
      const next = Math.min(end, (Math.floor(at / SMALLEST) + 1) * SMALLEST);
      const part = tryRead(content, at, next - at);
      if (part === null && lostFrom < 0) lostFrom = at;
      if (part !== null) {
        into.set(part, at - offset);
        if (lostFrom >= 0) this.#note(path, lostFrom, at - lostFrom);
        lostFrom = -1;
      }
      at = next;
    }
    if (lostFrom >= 0) this.#note(path, lostFrom, end - lostFrom);
  }

  #note(path: readonly StoredName[], offset: number, length: number): void {
    const line = `${visibleText(pathText(path))}: ${sizeText(length)} from byte ${numberText(offset)} on`;
    if (this.zeroed.length < MOST_LINES) this.zeroed.push(line);
    if (this.#lastListed !== path)
      this.#problems.add(path, "zeroed", "Parts of it could not be read and are zeros.");
    this.#lastListed = path;
  }
}
