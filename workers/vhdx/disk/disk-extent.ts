import { VhdxError } from "../../shared/error.ts";
import { ReadFailure, runText } from "../../store/read-failure.ts";
import type { ReadableStore } from "../../store/store.ts";

/** Where a run of the virtual disk comes from. */
export type ExtentSource =
  /** Bytes of the layer's file. */
  | { readonly kind: "file"; readonly fileOffset: number }
  /** Zeros without storage. */
  | { readonly kind: "zero" }
  /** Bytes of the parent disk. */
  | { readonly kind: "parent" }
  /** Can't be read; the reason is a sentence. `isCutOff`: because the file, or its BAT, ends before. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly isCutOff?: true };

/** A run of the virtual disk whose bytes all have one source. It may cross blocks. */
export interface Extent {
  /** Bytes from the start of the virtual disk. */
  readonly offset: number;
  readonly length: number;
  readonly source: ExtentSource;
  /** The link of a chain that decides what the run reads as; 0 = the disk itself. A disk without a chain leaves it out. */
  readonly link?: number;
}

/**
 * File offset of an extent's bytes; null for zeros.
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
 * @throws VhdxError as the store does. A `ReadFailure` also names the run of the virtual disk.
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
