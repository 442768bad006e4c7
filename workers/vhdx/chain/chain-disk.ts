import { checkRange, type ReadableStore } from "../../store/store.ts";
import { type Extent, type ExtentSource, fileOffsetOf, readExtent } from "../disk/disk-extent.ts";
import type { VirtualDisk } from "../disk/disk.ts";

/** One disk of a chain, on its own. */
export interface ChainLink {
  readonly disk: VirtualDisk;
  /** The layer's file that the disk's runs of kind `file` lie in. */
  readonly store: ReadableStore;
}

const MISSING: ExtentSource = { kind: "parent" };

/**
 * A differencing disk read through its parents (MS-VHDX 2.5.1.1, 2.4): what a link does not hold is read from the next link. Past
 * the end of a smaller parent, the child reads as zeros. Block sizes may differ between links; sector sizes may not.
 */
export class ChainDisk implements VirtualDisk {
  /** The disk itself, its parent, and so on. */
  readonly links: readonly ChainLink[];
  readonly #top: ChainLink;
  /** The source that takes the place of `parent` in the runs of the last link. */
  readonly #beyond: ExtentSource;

  /** @param beyond source of what the last link leaves to its parent: not open, or unreadable for a reason */
  constructor(top: ChainLink, parents: readonly ChainLink[], beyond: ExtentSource = MISSING) {
    this.#top = top;
    this.links = [top, ...parents];
    this.#beyond = beyond;
  }

  get size(): number {
    return this.#top.disk.size;
  }

  get logicalSectorSize(): number {
    return this.#top.disk.logicalSectorSize;
  }

  *extents(offset: number, length: number): Generator<Extent> {
    checkRange(this, offset, length);
    yield* this.#through(0, offset, length);
  }

  read(offset: number, into: Uint8Array): void {
    for (const extent of this.extents(offset, into.length)) {
      const target = into.subarray(extent.offset - offset, extent.offset - offset + extent.length);
      const fileOffset = fileOffsetOf(extent);
      if (fileOffset === null) target.fill(0);
      else this.storeOf(extent).read(fileOffset, target);
    }
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    await Promise.all(
      [...this.extents(offset, length)].map(async (extent) => {
        const fileOffset = fileOffsetOf(extent);
        if (fileOffset === null) return;
        bytes.set(await readExtent(this.storeOf(extent), fileOffset, extent), extent.offset - offset);
      }),
    );
    return bytes;
  }

  /** The file that a run of kind `file` lies in. */
  storeOf({ link = 0 }: Extent): ReadableStore {
    return (this.links[link] ?? this.#top).store;
  }

  *#through(link: number, offset: number, length: number): Generator<Extent> {
    const { disk } = this.links[link] ?? this.#top;
    // The run may lie wholly past the end of a smaller parent.
    const start = Math.min(offset, disk.size);
    const there = Math.min(length, disk.size - start);
    for (const extent of disk.extents(start, there)) {
      if (extent.source.kind !== "parent") yield { ...extent, link };
      else if (link + 1 < this.links.length) yield* this.#through(link + 1, extent.offset, extent.length);
      else yield { ...extent, source: this.#beyond, link };
    }
    if (there < length)
      yield { offset: offset + there, length: length - there, source: { kind: "zero" }, link };
  }
}
