import type { ReadableStore } from "../store/store.ts";
import type { Extent } from "../vhdx/disk-extent.ts";

/**
 * The virtual disk of a layer, as far as exports and hashes know it. Reads throw VhdxError `unreadable-block` or
 * `needs-parent` where their run has such a source.
 */
export interface VirtualDisk extends ReadableStore {
  /** 512 or 4096. */
  readonly logicalSectorSize: number;
  /** Where `[offset, offset + length)` comes from: in order, without gaps. */
  extents(offset: number, length: number): Iterable<Extent>;
}
