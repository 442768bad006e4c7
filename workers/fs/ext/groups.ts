import { decode, type ValuesOf } from "../../bytes/struct.ts";
import { crc16, rawCrc32cWithout, u32Bytes } from "./checksums.ts";
import { READ_ONLY } from "./features.ts";
import { descriptorPlaces, groupStart } from "./geometry.ts";
import { extGroup, extGroupHigh } from "./structs/group.ts";
import type { VolumeBase } from "./volume-base.ts";

const INODES_UNUSED = 1;
const BLOCKS_UNUSED = 2;

/** Groups that are kept decoded. */
const MOST_KEPT = 4096;

/** What a group descriptor says. */
export interface Group {
  readonly number: number;
  /** Blocks. */
  readonly blockBitmap: number;
  readonly inodeBitmap: number;
  readonly inodeTable: number;
  readonly freeBlocks: number;
  readonly freeInodes: number;
  /** Whether no inode of the group was ever used, and its bitmap holds nothing. */
  readonly inodesUnused: boolean;
  /** Whether no block but those of the file system itself was ever used, and the bitmap holds nothing. */
  readonly blocksUnused: boolean;
  /** Inodes at the end of the table that were never used. */
  readonly unusedInodes: number;
  readonly blockBitmapSum: number;
  readonly inodeBitmapSum: number;
  /** Whether it was read from the place in use, with a checksum that holds, if it has one. */
  readonly isSure: boolean;
  /** Byte of the volume where it was read. */
  readonly offset: number;
}

type Low = ValuesOf<typeof extGroup>;
type High = ValuesOf<typeof extGroupHigh>;
const NO_HIGH = decode(extGroupHigh, new Uint8Array(extGroupHigh.size));

const join = (high: number, low: number) => high * 2 ** 32 + low;

/** The group descriptors, read where they are needed. Of each the plausible one among the copies is taken. */
export class Groups {
  readonly #volume: VolumeBase;
  readonly #kept = new Map<number, Group | null>();

  constructor(volume: VolumeBase) {
    this.#volume = volume;
  }

  /** Null where no plausible copy is left. */
  group(number: number): Group | null {
    const known = this.#kept.get(number);
    if (known !== undefined) return known;
    const group = this.#find(number);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(number, group);
    return group;
  }

  #find(number: number): Group | null {
    const { problems, geometry } = this.#volume;
    let unchecked: Group | null = null;
    let place = 0;
    for (const block of descriptorPlaces(geometry, number)) {
      const { group, isChecked } = this.#at(number, block, place === 0);
      if (group !== null && isChecked) {
        if (place > 0) this.#copyTaken(number, group);
        return group;
      }
      unchecked ??= group;
      place += 1;
    }
    if (unchecked === null)
      problems.add("group-descriptor-lost", "error", `No descriptor of group ${number} is left.`, {
        run: { offset: groupStart(geometry, number) * geometry.blockSize, length: geometry.blockSize },
      });
    else
      problems.add(
        "group-descriptor-checksum",
        "warning",
        `The descriptor of group ${number} has a wrong checksum, and so have its copies.`,
        { run: { offset: unchecked.offset, length: geometry.descriptorSize } },
      );
    return unchecked;
  }

  #copyTaken(number: number, { offset }: Group): void {
    const { problems, geometry } = this.#volume;
    // One sentence for a block of descriptors.
    const index = Math.floor(number / geometry.descriptorsPerBlock);
    problems.add(
      "group-descriptor-copy",
      "warning",
      `Group descriptors from ${index * geometry.descriptorsPerBlock} on are damaged; a copy of them is read.`,
      { run: { offset: offset - (offset % geometry.blockSize), length: geometry.blockSize } },
    );
  }

  #at(number: number, block: number, inUse: boolean): { group: Group | null; isChecked: boolean } {
    const { geometry, bytes } = this.#volume;
    const { descriptorSize, descriptorsPerBlock, blockSize } = geometry;
    const offset = block * blockSize + (number % descriptorsPerBlock) * descriptorSize;
    const raw = bytes.read(offset, descriptorSize);
    if (raw === null) return { group: null, isChecked: false };
    const low = decode(extGroup, raw);
    const high = descriptorSize >= 64 ? decode(extGroupHigh, raw, extGroup.size) : NO_HIGH;
    const isChecked = this.#isChecked(number, low, raw);
    const group = this.#from(number, low, high, { offset, isSure: inUse && isChecked });
    return { group: this.#isPlausible(group) ? group : null, isChecked };
  }

  #from(number: number, low: Low, high: High, place: { offset: number; isSure: boolean }): Group {
    // Copies are not brought up to date, so what they say of use may be old.
    const flags = place.isSure && this.#hasFlags ? low.flags : 0;
    return {
      number,
      blockBitmap: join(high.blockBitmapHigh, low.blockBitmapLow),
      inodeBitmap: join(high.inodeBitmapHigh, low.inodeBitmapLow),
      inodeTable: join(high.inodeTableHigh, low.inodeTableLow),
      freeBlocks: high.freeBlocksHigh * 2 ** 16 + low.freeBlocksLow,
      freeInodes: high.freeInodesHigh * 2 ** 16 + low.freeInodesLow,
      inodesUnused: (flags & INODES_UNUSED) !== 0,
      blocksUnused: (flags & BLOCKS_UNUSED) !== 0,
      unusedInodes:
        place.isSure && this.#hasFlags ? high.unusedInodesHigh * 2 ** 16 + low.unusedInodesLow : 0,
      blockBitmapSum: high.blockBitmapSumHigh * 2 ** 16 + low.blockBitmapSumLow,
      inodeBitmapSum: high.inodeBitmapSumHigh * 2 ** 16 + low.inodeBitmapSumLow,
      ...place,
    };
  }

  /** Flags and counts of unused inodes mean something only where descriptors have checksums. */
  get #hasFlags(): boolean {
    const { readOnly } = this.#volume.superblock;
    return (readOnly & (READ_ONLY.metadataChecksums | READ_ONLY.groupChecksums)) !== 0;
  }

  #isChecked(number: number, { checksum }: Low, raw: Uint8Array): boolean {
    const { checksums, superblock } = this.#volume;
    const at = extGroup.fields.checksum.offset;
    if (checksums.isOn)
      return (rawCrc32cWithout([checksums.seed, u32Bytes(number)], raw, at, 2) & 0xffff) === checksum;
    if (!checksums.isOnGroups) return true;
    return (
      crc16(0xffff, superblock.uuid, u32Bytes(number), raw.subarray(0, at), raw.subarray(at + 2)) === checksum
    );
  }

  #isPlausible({ blockBitmap, inodeBitmap, inodeTable }: Group): boolean {
    const { geometry } = this.#volume;
    const inTable = (block: number) => block >= inodeTable && block < inodeTable + geometry.inodeTableBlocks;
    return (
      this.#volume.holds(inodeTable, geometry.inodeTableBlocks) &&
      this.#volume.holds(blockBitmap) &&
      this.#volume.holds(inodeBitmap) &&
      blockBitmap !== inodeBitmap &&
      !inTable(blockBitmap) &&
      !inTable(inodeBitmap)
    );
  }
}
