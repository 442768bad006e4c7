import { VhdxError } from "../../shared/error.ts";
import { ReadFailure, runText } from "../../store/read-failure.ts";
import type { ReadableStore } from "../../store/store.ts";

/** Where a run of the virtual disk comes from. */
export type ExtentSource =
  /** Bytes of the layer's file. */
  | { readonly kind: "file"; readonly fileOffset: number }
  /** Zeros without storage. */
  | { readonly kind: "zero" }
  /** The parent disk, which is asked where one is attached. */
  | { readonly kind: "parent" }
  /** Can't be read; the reason is a sentence. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** A run of the virtual disk with one source. Never crosses a change of source; may cross blocks. */
export interface Extent {
  /** Bytes from the start of the virtual disk. */
  readonly offset: number;
  readonly length: number;
  readonly source: ExtentSource;
  /** The link of a chain that decides on the run, 0 = the disk itself; left out by a disk on its own. */
  readonly link?: number;
}

/**
 * Where an extent's bytes are in the file, null for zeros.
 *
 * @throws VhdxError `needs-parent`, `unreadable-block`.
 */
export function fileOffsetOf({ source, offset }: Extent): number | null {
  switch (source.kind) {
    case "file":
      return source.fileOffset;
    case "zero":
      return null;
    case "parent":
      throw new VhdxError("needs-parent", "These bytes are in the parent disk, which is not open.", {
        offset,
        structure: "virtual disk",
      });
    case "unreadable":
      throw new VhdxError("unreadable-block", source.reason, { offset, structure: "virtual disk" });
  }
}

/**
 * Reads the bytes of an extent of kind `file`.
 *
 * @throws VhdxError as the store does; a read that fails is named in the virtual disk too.
 */
export async function readExtent(
  store: ReadableStore,
  fileOffset: number,
  { offset, length }: Extent,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await store.readBulk(fileOffset, length);
  } catch (thrown) {
    if (!(thrown instanceof ReadFailure)) throw thrown;
    throw new ReadFailure(thrown.run, `The virtual disk needs it ${runText({ offset, length })}.`);
  }
}
