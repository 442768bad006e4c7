import type { IntervalSet } from "../../bytes/intervals.ts";
import { MIB } from "../../shared/numbers.ts";
import { hexText, sizeText } from "../../shared/text.ts";
import type { Bat } from "./bat.ts";
import { highOf, lowOf, offsetMibOf, reservedOf, stateOf } from "./bat-bits.ts";
import { BatFindings } from "./bat-findings.ts";
import type { Collision, Owners } from "./block-owners.ts";
import { MibSet } from "./mib-set.ts";
import { BlocksBeyond } from "./blocks-beyond.ts";
import { type FindingCode, traceText } from "../findings/index.ts";
import { BAT_ENTRIES_PER_SECTOR, BITMAP_BLOCK_SIZE } from "../../shared/geometry.ts";
import { MissingData } from "./missing-data.ts";
import { firstOfSector, isShifted } from "./qemu-shift.ts";
import {
  FULLY_PRESENT,
  NOT_PRESENT,
  PARTIALLY_PRESENT,
  SB_NOT_PRESENT,
  SB_PRESENT,
  UNDEFINED,
  UNMAPPED,
  ZERO,
} from "../../shared/bat-states.ts";
import { UnreadableData } from "./unreadable-data.ts";

/** Findings kept of each code at most; the rest is a number. */
export const KEPT_PER_CODE = 200;
/** Entries with findings that are remembered at most; a broken table can have millions. */
const MOST_MARKED = 2 ** 16;

/** A BAT entry as it stands in the table. */
export interface RawEntry {
  readonly index: number;
  readonly low: number;
  readonly high: number;
}

/** Entries with findings, by index. A check of these alone, in order, has the same findings as one of the whole table. */
export type MarkedEntries = Map<number, RawEntry>;

/** A block or sector bitmap with storage of its own. */
interface Placed {
  readonly index: number;
  readonly name: string;
  readonly offsetMib: number;
  /** Bytes that it takes in the file. */
  readonly size: number;
  /** Bytes of it that the virtual disk needs: QEMU ends a fixed image inside its last block. */
  readonly used: number;
}

/** Checks BAT entries one by one, in order, except for the common ones that can't have a finding (MS-VHDX 2.5.1). */
export class BatEntryCheck {
  readonly #bat: Bat;
  readonly #fileSize: number;
  readonly #fileMib: number;
  /** MiB runs of the header section, the log and the regions. */
  readonly #structures: IntervalSet;
  readonly #owners: Owners;
  readonly #beyond: BlocksBeyond;
  /** PARTIALLY_PRESENT entries of the chunk that is being read; its bitmap entry comes last. */
  #partials: RawEntry[] = [];
  /** The chunk of `#partials`. */
  #chunk = -1;
  #marked: MarkedEntries | null = new Map();
  /** Whether a finding was added since the last mark. */
  #said = false;
  #endMib = 0;
  readonly findings: BatFindings;
  readonly missing = new MissingData();
  readonly unreadable: UnreadableData;
  /** MiBs of the file that entries without storage name. */
  readonly named = new MibSet();

  /**
   * @param fileSize bytes.
   * @param structures MiB runs of the header section, the log and the regions.
   * @param owners of the file's MiBs so far.
   * @param kept findings kept for each code.
   */
  constructor(
    bat: Bat,
    fileSize: number,
    structures: IntervalSet,
    owners: Owners,
    kept: number = KEPT_PER_CODE,
  ) {
    this.#bat = bat;
    this.#fileSize = fileSize;
    this.#fileMib = Math.ceil(fileSize / MIB);
    this.#structures = structures;
    this.#owners = owners;
    this.#beyond = new BlocksBeyond(bat.geometry, fileSize);
    this.findings = new BatFindings(bat, kept);
    this.unreadable = new UnreadableData(bat.geometry);
  }

  /** Whether blocks of the chunk that is being read need its sector bitmap. */
  get needsBitmap(): boolean {
    return this.#partials.length > 0;
  }

  /** The findings so far, with those that later entries could still extend. */
  snapshot(): BatFindings {
    const findings = this.findings.copy();
    this.#beyond.report(findings);
    return findings;
  }

  /** Entries with findings; null where there are too many to remember. */
  get marked(): MarkedEntries | null {
    return this.#marked;
  }

  /** The greatest end in MiB of the blocks that reach past the end of the file, anchors included; 0 where none does. */
  get endMib(): number {
    return this.#endMib;
  }

  /** Marks the entry, and the entries checked together with it, where it had a finding. */
  #mark(entry: RawEntry, together: readonly RawEntry[] = []): void {
    if (!this.#said) return;
    this.#said = false;
    for (const each of [entry, ...together]) this.#marked?.set(each.index, each);
    if (this.#marked !== null && this.#marked.size > MOST_MARKED) this.#marked = null;
  }

  /** Notes where the entry's block ends, for those who look for space after the last block. */
  #takeEnd({ low, high }: RawEntry, size: number): void {
    const state = stateOf(low);
    const offsetMib = offsetMibOf(low, high);
    const end = offsetMib + size / MIB;
    if (state === NOT_PRESENT || state === ZERO || offsetMib === 0 || end <= this.#fileMib) return;
    this.#endMib = Math.max(this.#endMib, end);
  }

  /** Moves on to a chunk: its bitmap says nothing about partial blocks of other chunks. */
  #enterChunk(chunk: number): void {
    if (chunk !== this.#chunk) this.#partials = [];
    this.#chunk = chunk;
  }

  #unreadable(block: number, from = 0): void {
    this.#said = true;
    this.unreadable.add(block, from);
  }

  #add(code: FindingCode, index: number, message: string, other?: number): void {
    this.#said = true;
    this.findings.add(code, index, message, other);
  }

  /** Checks the entry of a payload block that is not a common one. All blocks before it are among the owners already. */
  payload(index: number, low: number, high: number): void {
    const entry = { index, low, high };
    this.#takeEnd(entry, this.#bat.geometry.blockSize);
    this.#payload(entry);
    this.#mark(entry);
  }

  #payload({ index, low, high }: RawEntry): void {
    const { geometry } = this.#bat;
    const { block } = geometry.entryAt(index);
    const state = stateOf(low);
    if (reservedOf(low) !== 0) {
      this.#add(
        "bat-reserved-bits",
        index,
        `The entry of block ${block} has reserved bits set (${hexText(reservedOf(low))}).`,
      );
    }
    if (state === 4 || state === 5) {
      const known = state === 5 ? ` ${traceText("qemu-draft-state")}` : "";
      const message = `Block ${block} has state ${state}, which MS-VHDX reserves.${known}`;
      this.#add("bat-reserved-state", index, message);
      this.#unreadable(block);
      return;
    }
    if (state === PARTIALLY_PRESENT && !geometry.differencing) {
      this.#unreadable(block);
      this.#add(
        "bat-partial-without-parent",
        index,
        `Block ${block} is PARTIALLY_PRESENT, but the disk has no parent.`,
      );
    }
    if (state === PARTIALLY_PRESENT && geometry.differencing) {
      this.#enterChunk(geometry.chunkOf(block));
      this.#partials.push({ index, low, high });
    }
    const offsetMib = offsetMibOf(low, high);
    const name = `Block ${block}`;
    if (state === FULLY_PRESENT || state === PARTIALLY_PRESENT) {
      const used = geometry.bytesInBlock(block);
      const there = this.#checkPlace({ index, name, offsetMib, size: geometry.blockSize, used });
      if (there < used) this.#unreadable(block, there);
    } else if (offsetMib !== 0) {
      if (state === UNDEFINED || state === UNMAPPED) this.#checkAnchor(index, name, offsetMib);
      else this.#checkUnused(index, name, offsetMib, geometry.blockSize);
    }
  }

  /** Entries in a state without storage have no place: their offset must not be used (MS-VHDX 2.5.1.1). @param size bytes */
  #checkUnused(index: number, name: string, offsetMib: number, size: number): void {
    this.#add("bat-offset-unused", index, `${name} has no storage, but names ${offsetMib} MiB as its place.`);
    this.#name(offsetMib, size);
  }

  /** Notes that an entry without storage names the place. @param size bytes */
  #name(offsetMib: number, size: number): void {
    for (let mib = offsetMib; mib < Math.min(offsetMib + size / MIB, this.#fileMib); mib++)
      this.named.set(mib);
  }

  /** An unused block keeps its former place: nothing is read from there, but nothing else may lie there. */
  #checkAnchor(index: number, name: string, offsetMib: number): void {
    const end = offsetMib + this.#bat.geometry.blockSize / MIB;
    for (const run of this.#structures.within(offsetMib, end)) {
      const message = `${name} keeps ${offsetMib} MiB, over the file's own structures at ${run.start} MiB.`;
      this.#add("bat-anchor-in-structure", index, message);
      return;
    }
    if (end > this.#fileMib) {
      this.#add("bat-anchor-beyond-file", index, `${name} keeps ${offsetMib} MiB, past the end of the file.`);
    }
    this.#own(index, name, offsetMib, end, true);
  }

  /** Checks the entry of a sector bitmap, which follows the entries of its chunk's blocks. */
  bitmap(index: number, low: number, high: number): void {
    const entry = { index, low, high };
    this.#enterChunk(this.#bat.geometry.entryAt(index).block);
    this.#takeEnd(entry, BITMAP_BLOCK_SIZE);
    this.#bitmap(entry);
    this.#mark(entry, this.#partials);
    this.#partials = [];
  }

  #bitmap({ index, low, high }: RawEntry): void {
    const { geometry } = this.#bat;
    const state = stateOf(low);
    const chunk = geometry.entryAt(index).block;
    if (reservedOf(low) !== 0) {
      this.#add(
        "bat-reserved-bits",
        index,
        `The entry of sector bitmap ${chunk} has reserved bits set (${hexText(reservedOf(low))}).`,
      );
    }
    const offsetMib = offsetMibOf(low, high);
    const name = `Sector bitmap ${chunk}`;
    if (!geometry.differencing) {
      this.#strayBitmap(index, name, state, offsetMib);
      return;
    }
    if (state === SB_PRESENT) {
      if (this.#partials.length === 0) {
        this.#add(
          "bat-bitmap-unused",
          index,
          `${name} is present, but no block of its chunk is PARTIALLY_PRESENT.`,
        );
      }
      const [size, used] = [BITMAP_BLOCK_SIZE, BITMAP_BLOCK_SIZE];
      const there = this.#checkPlace({ index, name, offsetMib, size, used });
      if (there < used) {
        for (const partial of this.#partials) this.#unreadable(geometry.entryAt(partial.index).block);
      }
    } else {
      if (state === SB_NOT_PRESENT && offsetMib !== 0)
        this.#checkUnused(index, name, offsetMib, BITMAP_BLOCK_SIZE);
      for (const partial of this.#partials) {
        const { block } = geometry.entryAt(partial.index);
        this.#unreadable(block);
        this.#add(
          "bat-partial-without-bitmap",
          partial.index,
          `Block ${block} is PARTIALLY_PRESENT, but its chunk has no sector bitmap.`,
          index,
        );
      }
      if (state !== SB_NOT_PRESENT) {
        this.#add("bat-bitmap-reserved-state", index, `${name} has state ${state}, which MS-VHDX reserves.`);
      }
    }
  }

  /** Checks the entry of a sector bitmap on a disk without a parent: it must be all zeros. No byte of the disk is read by it. */
  #strayBitmap(index: number, name: string, state: number, offsetMib: number): void {
    const { blockSize } = this.#bat.geometry;
    // Only then, as it reads the table around the entry.
    if (state === SB_PRESENT && isShifted(this.#bat, index)) {
      const first = firstOfSector(index);
      const last = Math.min(first + BAT_ENTRIES_PER_SECTOR, this.#bat.entries) - 1;
      const message = `The BAT's entries ${first + 1} to ${last} stand one place too high, as QEMU before 7.2.2 and 8.0 wrote them (its issue 727): the entry of sector bitmap ${this.#bat.geometry.entryAt(index).block} holds a block's.`;
      this.#add("bat-shifted", index, message);
    } else if (state === SB_PRESENT) {
      const message = `${name} has state ${state}, but the disk has no parent.`;
      this.#add("bat-bitmap-without-parent", index, message);
    } else if (state !== SB_NOT_PRESENT) {
      const message = `${name} has state ${state}, but the disk has no parent; no reader looks at it.`;
      this.#add("bat-bitmap-stray-state", index, message);
    } else if (offsetMib !== 0) this.#checkUnused(index, name, offsetMib, blockSize);
    // Where the entry is a block's that was moved, it names a whole block.
    if (offsetMib !== 0) this.#name(offsetMib, blockSize);
  }

  /** @returns bytes of the block that can be read. */
  #checkPlace({ index, name, offsetMib, size, used }: Placed): number {
    if (offsetMib === 0) {
      this.#add(
        "bat-offset-zero",
        index,
        `${name} is said to lie at the very start of the file, over its headers.`,
      );
      return 0;
    }
    const sizeMib = size / MIB;
    for (const run of this.#structures.within(offsetMib, offsetMib + sizeMib)) {
      this.#add(
        "bat-overlaps-structure",
        index,
        `${name} at ${offsetMib} MiB lies over the file's own structures at ${run.start} MiB.`,
      );
      return 0;
    }
    const start = offsetMib * MIB;
    const lost = Math.min(used, Math.max(0, start + used - this.#fileSize));
    if (lost > 0) this.#addLost(index, name, offsetMib, lost, used);
    else if (start + size > this.#fileSize) {
      const message = `The file ends inside the last block, after all of the virtual disk. ${traceText("qemu-fixed-end")}`;
      this.#add("bat-last-block-short", index, message);
    }
    this.#own(index, name, offsetMib, offsetMib + sizeMib, false);
    return used - lost;
  }

  /** Adds a finding about a block that reaches `lost` bytes past the end of the file. */
  #addLost(index: number, name: string, offsetMib: number, lost: number, used: number): void {
    this.#said = true;
    const { kind, block } = this.#bat.geometry.entryAt(index);
    if (kind === "payload") {
      const end = block * this.#bat.geometry.blockSize + used;
      this.missing.add(end - lost, end);
    }
    const ends = `The file ends at ${sizeText(this.#fileSize)}.`;
    if (offsetMib * MIB >= 2 ** 53) {
      this.#add(
        "bat-offset-too-large",
        index,
        `${name} at ${offsetMib} MiB lies where no file reaches. ${ends}`,
      );
    } else if (lost < used) {
      this.#add(
        "bat-block-cut-off",
        index,
        `${name} at ${offsetMib} MiB is cut off by the end of the file. ${ends}`,
      );
    } else this.#beyond.add(index, name, offsetMib, this.findings);
  }

  /** Enters the block as the owner of these MiBs; another owner of any of them is a finding. */
  #own(index: number, name: string, start: number, end: number, anchor: boolean): void {
    this.#collided(index, name, start, this.#owners.take(index, start, end, anchor) ?? []);
  }

  /** Adds findings about a common block, FULLY_PRESENT and inside the file, that overlaps others. */
  collided(index: number, mib: number, collisions: readonly Collision[]): void {
    this.#collided(index, `Block ${this.#bat.geometry.entryAt(index).block}`, mib, collisions);
    this.#mark({ index, low: lowOf(FULLY_PRESENT, mib), high: highOf(mib) });
  }

  #collided(index: number, name: string, start: number, collisions: readonly Collision[]): void {
    for (const { owner, mib, same, anchor: unused } of collisions) {
      const { kind, block } = this.#bat.geometry.entryAt(owner);
      const other = kind === "bitmap" ? `sector bitmap ${block}` : `block ${block}`;
      const [code, how] = same
        ? (["bat-duplicate-offset", `and ${other} are both said to lie at ${start} MiB`] as const)
        : (["bat-overlap", `at ${start} MiB overlaps ${other} at ${mib} MiB`] as const);
      if (!unused) this.#add(code, owner, `${name} ${how}.`, index);
      else {
        const message = `${name} ${how}; one of them has no storage and only keeps its place.`;
        this.#add("bat-anchor-taken", owner, message, index);
      }
    }
  }
}
