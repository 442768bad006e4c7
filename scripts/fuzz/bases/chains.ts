import { PARENT, PARENT_GUID } from "../../../workers/testing/malformed/catalogue/case.ts";
import { MIB } from "../../../workers/shared/numbers.ts";
import { ImageBuilder, type ImageOptions, LOG_GUID } from "../../../workers/testing/vhdx/image-builder.ts";
import { sectorOf } from "../../../workers/testing/vhdx/log-builder.ts";
import { type Base, baseFile } from "./base.ts";

const GRAND_GUID = "87654321-4321-4321-8321-cba987654321";
const SECTOR = 512;
const LARGE_SECTOR = 4096;

/** A disk whose first blocks have the given states; each block is filled with another byte. */
function disk(options: ImageOptions, states: readonly number[], byte: number): ImageBuilder {
  const step = (options.blockSize ?? MIB) / MIB;
  const image = new ImageBuilder({ room: states.length * step * MIB, ...options });
  states.forEach((state, block) => {
    if (state !== 6 && state !== 7) return image.place(block, 0, state);
    const at = image.data + block * step * MIB;
    image.place(block, at / MIB, state);
    image.fill(at, 8 * SECTOR, byte + block);
  });
  return image;
}

const identify = (image: ImageBuilder, guid: string) =>
  image.setHeaders({ dataWriteGuid: guid, fileWriteGuid: guid });

function parentOf(options: ImageOptions, states: readonly number[]): ImageBuilder {
  const parent = disk(options, states, 0x10);
  identify(parent, PARENT_GUID);
  return parent;
}

/** A differencing disk whose second block is partially present: every second sector of its first 64 KiB. */
function childOf(virtualSize: number, blockSize = MIB, logicalSectorSize = SECTOR): ImageBuilder {
  const step = blockSize / MIB;
  const options = {
    type: "differencing",
    parent: PARENT,
    virtualSize,
    blockSize,
    logicalSectorSize,
  } as const;
  const child = disk({ ...options, room: (2 * step + 1) * MIB }, [6, 7, 0, 2], 0x40);
  const bitmap = child.data + 2 * blockSize;
  child.setEntry(child.geometry.bitmapIndex(0), { state: 6, fileOffsetMb: bitmap / MIB });
  child.fill(bitmap + blockSize / logicalSectorSize / 8, 16, 0x55);
  return child;
}

function crash(image: ImageBuilder, guid: string): void {
  image.setHeaders({ dataWriteGuid: guid, fileWriteGuid: guid, logGuid: LOG_GUID });
  const sector = sectorOf(0);
  image.store.read(image.bat.offset, sector);
  image.addLogEntry(0, {
    sequenceNumber: 5n,
    writes: [
      { fileOffset: image.bat.offset, sector },
      { fileOffset: image.data, sector: sectorOf(3) },
    ],
    lastFileOffset: BigInt(image.store.size),
    flushedFileOffset: BigInt(image.data),
  });
}

function chainOf(name: string, ...images: readonly [ImageBuilder, ...ImageBuilder[]]): Base {
  const names = ["child.vhdx", "parent.vhdx", "grandparent.vhdx"];
  const [first, ...more] = images.map(({ store }, nth) => baseFile(names[nth] ?? "", store));
  if (first === undefined) throw new Error("a chain has a file");
  return { name, files: [first, ...more] };
}

/** Small chains, by name: disks of three or four blocks, of equal and of unequal sizes, blocks and sectors. */
export const CHAINS: Readonly<Record<string, () => Base>> = {
  "child-of-equal": () =>
    chainOf("child-of-equal", childOf(4 * MIB), parentOf({ virtualSize: 4 * MIB }, [6, 6, 6, 6])),
  "child-of-smaller": () =>
    chainOf("child-of-smaller", childOf(4 * MIB), parentOf({ virtualSize: 2 * MIB + 3 * SECTOR }, [6, 0, 6])),
  "child-of-larger": () =>
    chainOf(
      "child-of-larger",
      childOf(4 * MIB - 5 * SECTOR),
      parentOf({ virtualSize: 16 * MIB, blockSize: 2 * MIB }, [6, 6]),
    ),
  "large-sectors-over-smaller": () =>
    chainOf(
      "large-sectors-over-smaller",
      childOf(8 * MIB, 2 * MIB, LARGE_SECTOR),
      parentOf({ virtualSize: 3 * MIB + 5 * LARGE_SECTOR, logicalSectorSize: LARGE_SECTOR }, [6, 0, 6, 6]),
    ),
  "large-sectors-over-small-ones": () =>
    chainOf(
      "large-sectors-over-small-ones",
      childOf(4 * MIB, MIB, LARGE_SECTOR),
      parentOf({ virtualSize: 4 * MIB, blockSize: 2 * MIB }, [6, 6]),
    ),
  "child-of-crashed": () => {
    const parent = disk({ virtualSize: 4 * MIB }, [6, 6, 0, 6], 0x10);
    crash(parent, PARENT_GUID);
    return chainOf("child-of-crashed", childOf(4 * MIB), parent);
  },
  "crashed-grandchild": () => {
    const child = childOf(4 * MIB, 2 * MIB);
    crash(child, "99999999-9999-4999-8999-999999999999");
    const link = { parent_linkage: `{${GRAND_GUID}}`, relative_path: ".\\grandparent.vhdx" };
    const middle = parentOf({ type: "differencing", parent: link, virtualSize: 3 * MIB }, [0, 6, 2]);
    const grand = disk({ type: "fixed", virtualSize: 2 * MIB }, [6, 6], 0x70);
    identify(grand, GRAND_GUID);
    return chainOf("crashed-grandchild", child, middle, grand);
  },
};
