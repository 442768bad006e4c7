import { VhdxError } from "../shared/error.ts";
import { reachesPast } from "../shared/numbers.ts";

/** Random-access bytes. In a dedicated worker every backend can be read synchronously. */
export interface ReadableStore {
  /** Bytes. */
  readonly size: number;
  /**
   * Fills `into` from `offset` on.
   *
   * @throws VhdxError `out-of-range` where the run is not wholly inside the store; I/O codes where reading fails.
   */
  read(offset: number, into: Uint8Array): void;
  /**
   * Reads a large run without blocking the worker; several reads may be in flight.
   *
   * @returns exactly `length` bytes, which belong to the caller.
   * @throws VhdxError as `read` does.
   */
  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

export interface Store extends ReadableStore {
  /** Writes all of `bytes`; a write past the end grows the store, the gap reads as zeros. */
  write(offset: number, bytes: Uint8Array): void;
  /** Cuts the store, or grows it with zeros. */
  truncate(size: number): void;
  /** Flush barrier: everything written before is on stable storage when this returns. */
  flush(): void;
}

/** @throws VhdxError `out-of-range` unless `[offset, offset + length)` lies inside the store. */
export function checkRange(store: { readonly size: number }, offset: number, length: number): void {
  if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || reachesPast(offset, length, store.size)) {
    throw new VhdxError(
      "out-of-range",
      `A read of ${length} bytes at ${offset} reaches past the end at ${store.size}.`,
      {
        offset,
        structure: "file",
      },
    );
  }
}

/** Reads the part of `[offset, offset + length)` that exists: shorter, or empty, at the end of the store. */
export function readUpTo(store: ReadableStore, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const available = Math.max(0, Math.min(length, store.size - offset));
  const bytes = new Uint8Array(available);
  if (available > 0) store.read(offset, bytes);
  return bytes;
}

/** `readBulk` by a synchronous read, for stores that have nothing faster. */
export async function readBulkSync(
  store: ReadableStore,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  store.read(offset, bytes);
  return bytes;
}
