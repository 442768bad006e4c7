import { OverlayStore } from "../../store/overlay-store.ts";

/** An operation on a recording store. Unlike an overlay's operations, it keeps the bytes of every write. */
export type RecordedOperation =
  | { readonly kind: "write"; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: "truncate"; readonly size: number }
  | { readonly kind: "flush" };

/** An overlay that can be played back, step by step: what was written, in order, between which flush barriers. */
export class RecordingStore extends OverlayStore {
  readonly #recorded: RecordedOperation[] = [];

  get recorded(): readonly RecordedOperation[] {
    return this.#recorded;
  }

  override write(offset: number, bytes: Uint8Array): void {
    super.write(offset, bytes);
    this.#recorded.push({ kind: "write", offset, bytes: bytes.slice() });
  }

  override truncate(size: number): void {
    super.truncate(size);
    this.#recorded.push({ kind: "truncate", size });
  }

  override flush(): void {
    super.flush();
    this.#recorded.push({ kind: "flush" });
  }
}
