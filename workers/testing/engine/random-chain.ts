import { KIB, MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { Random } from "../store/conformance/random.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { encode } from "../../bytes/struct.ts";
import { readHeaders } from "../../vhdx/headers/headers.ts";
import { readStructures } from "../../vhdx/image.ts";
import { VIRTUAL_DISK_SIZE, virtualDiskSize } from "../../vhdx/structs/metadata-items.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { putItem } from "../../vhdx/write/item-writer.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import { childDefaults, createChild } from "../../engine/chain/child.ts";
import { linkImages } from "../../engine/chain/link-images.ts";
import { diskBelow } from "../../engine/image/lineage.ts";
import type { OpenLink } from "../../engine/image/opened-image.ts";
import { OpenedImage } from "../../engine/image/opened-image.ts";

export interface ChainOptions {
  /** Bytes of the virtual disk; of each link, the base's first, where they differ. */
  readonly size: number | readonly number[];
  readonly sectorSize: number;
  /** Block size of each link, the base's first. */
  readonly blockSizes: readonly number[];
  readonly seed: number;
  /** Whether runs are zeroed and trimmed too, so that blocks hide the parent. */
  readonly hides: boolean;
}

export interface MadeChain {
  /** The base first. */
  readonly links: readonly (OpenLink & { readonly file: MemoryStore })[];
  /** The virtual disk as the last link's guest sees it. */
  readonly model: Uint8Array<ArrayBuffer>;
}

function work(writer: DiskWriter, model: Uint8Array, options: ChainOptions, random: Random): void {
  const { sectorSize, hides } = options;
  const size = model.length;
  for (let nth = 0; nth < 14; nth++) {
    const offset = random.below(size);
    const most = random.below(4) === 0 ? 3 * MIB : 20 * KIB;
    const length = Math.min(size - offset, 1 + random.below(most));
    if (hides && nth % 5 === 1) {
      writer.zero(offset, length);
      model.fill(0, offset, offset + length);
    } else if (hides && nth % 5 === 3) {
      const start = Math.floor(offset / sectorSize) * sectorSize;
      // Nothing is left of the whole blocks inside the run; the disk itself says which blocks these are.
      const end = Math.min(size, start + 2 * Math.max(...options.blockSizes));
      writer.zero(start, end - start);
      writer.trim(start, end - start, nth % 2 === 0 ? "keep-space" : "release-space");
      model.fill(0, start, end);
    } else {
      const bytes = random.bytes(length);
      writer.write(offset, bytes);
      model.set(bytes, offset);
    }
  }
}

/** Gives a disk without blocks another size. Its BAT has room for one of 8 GiB at least. */
function resize(file: MemoryStore, size: number): void {
  const { metadata, regions } = readStructures(file, readHeaders(file).log);
  if (metadata === null || regions.metadata === null) throw new Error("the new child can't be read");
  const { guid: itemId, isVirtualDisk, isRequired } = VIRTUAL_DISK_SIZE;
  const bytes = encode(virtualDiskSize, { virtualDiskSize: BigInt(size) });
  putItem(file, metadata, regions.metadata, { itemId, isUser: false, isVirtualDisk, isRequired, bytes });
}

/** Makes a chain with our writer and random writes in each link, and a plain model of the disk at its end. */
export function randomChain(options: ChainOptions): MadeChain {
  const { size, sectorSize, blockSizes, seed } = options;
  const random = new Random(seed);
  let model = new Uint8Array(0);
  const links: (OpenLink & { readonly file: MemoryStore })[] = [];
  const open = (file: MemoryStore, name: string) => {
    const image = new OpenedImage(new CachedStore(file));
    const link = { id: name, name, file, image };
    linkImages([...links, link]);
    return link;
  };
  for (const [nth, blockSize] of blockSizes.entries()) {
    const file = new MemoryStore();
    const name = `link-${nth}.vhdx`;
    const parent = links.at(-1);
    const length = typeof size === "number" ? size : (size[nth] ?? 0);
    if (parent === undefined) {
      const sizes = {
        size: length,
        blockSize,
        logicalSectorSize: sectorSize,
        physicalSectorSize: 4096,
        logSize: MIB,
      };
      runSteps(createImage(file, { type: "dynamic", ...sizes, blockState: 0, creator: "Platter test" }));
    } else {
      const absolutePath = `D:\\disks\\${parent.name}`;
      const defaults = childDefaults(parent.image, parent.name);
      runSteps(createChild(file, parent.image, { ...defaults, absolutePath, blockSize }));
      if (length !== model.length) resize(file, length);
    }
    // What a smaller parent lacks reads as zeros; what it hides stays hidden, however large the next child is.
    const before = model.subarray(0, length);
    model = new Uint8Array(length);
    model.set(before);
    const { image } = open(file, name);
    const writer = new DiskWriter(file, undefined, diskBelow(image, image.best));
    work(writer, model, options, random);
    writer.close();
    links.push(open(file, name));
  }
  return { links, model };
}
