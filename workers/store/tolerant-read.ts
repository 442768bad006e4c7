import type { ErrorCode } from "../api/index.ts";
import { VhdxError } from "../shared/error.ts";
import type { ReadableStore } from "./store.ts";

/** What a damaged disk answers. Anything else, such as bytes that are not in memory yet, says nothing of the disk. */
const UNREADABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "unreadable-block",
  "needs-parent",
  "read-failed",
  "out-of-range",
]);

/** Whether an error says that bytes of a disk can't be read, and not that they are not here yet, or that the work was cancelled. */
export function isUnreadable(thrown: unknown): thrown is VhdxError {
  return thrown instanceof VhdxError && UNREADABLE.has(thrown.code);
}

/**
 * Reads a run into a buffer; false where the disk can't be read there, or ends before. The one place where readers of what is on a disk
 * may catch an error: to take every error for damage would hide an "is not in memory yet" (`patiently`), and show an empty disk.
 *
 * @param offset bytes; any number, a negative or fractional one can't be read
 * @throws what says nothing of the disk.
 */
export function tryReadInto(store: ReadableStore, offset: number, into: Uint8Array): boolean {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset + into.length > store.size) return false;
  try {
    store.read(offset, into);
    return true;
  } catch (thrown) {
    if (isUnreadable(thrown)) return false;
    throw thrown;
  }
}

/** Reads a run as `tryReadInto` does; null where that fails. Nothing is allocated for a run past the end. */
export function tryRead(
  store: ReadableStore,
  offset: number,
  length: number,
): Uint8Array<ArrayBuffer> | null {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > store.size) return null;
  const bytes = new Uint8Array(length);
  return tryReadInto(store, offset, bytes) ? bytes : null;
}
