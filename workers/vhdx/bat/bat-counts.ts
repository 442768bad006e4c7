import type { DiskType, Finding } from "../../api/index.ts";
import type { ReadonlyWords } from "../../bytes/sparse-words.ts";
import { countText } from "../../shared/text.ts";
import type { Bat } from "./bat.ts";
import { stateOf } from "./bat-bits.ts";
import type { BatEntryCheck, RawEntry } from "./bat-entry-check.ts";
import { type FindingCode, FindingList } from "../findings/index.ts";
import type { Geometry } from "../../shared/geometry.ts";
import type { MibSet } from "./mib-set.ts";
import { nodeId } from "../../shared/node-id.ts";
import { FULLY_PRESENT } from "../../shared/bat-states.ts";
import type { UnreadableRanges } from "./unreadable-data.ts";

/** Payload blocks counted together in the summary. */
export const SUMMARY_BLOCKS = 1024;

/** The result of a check of a BAT. */
export interface BatCheckResult {
  /** Counts by `payload-0`..`payload-7`, `bitmap-0`..`bitmap-7`; only those above zero. */
  readonly byState: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  /** Entries looked at so far. */
  readonly checked: number;
  /** For each MiB of the file the BAT index + 1 of the block that lies there, 0 = none. Null for files above 68 TiB. */
  readonly owners: ReadonlyWords | null;
  /** For every 1,024 payload blocks the counts of states 0-7, so that a map of millions of blocks needs no second read. */
  readonly summary: Uint16Array<ArrayBuffer>;
  /** Parts of the virtual disk that can't be read, whatever the reason. */
  readonly unreadable: UnreadableRanges;
  /** Bytes of the virtual disk that lie past the end of the file: of blocks that have storage by their state. */
  readonly missing: number;
  /** How many entries each code was found in, with those whose findings were not kept. */
  readonly counts: ReadonlyMap<FindingCode, number>;
  /** The greatest end in bytes of the blocks that reach past the end of the file, anchors included; 0 where none does. */
  readonly blocksEnd: number;
  /**
   * MiBs of the file that entries without storage still name as their place. No block is there, but should such an entry's state be
   * damaged, its block's contents are: nothing else may be put there.
   */
  readonly named: MibSet;
}

/** How many entries of a BAT have each state. */
export class BatCounts {
  /** By state. */
  readonly payload = new Float64Array(8);
  readonly bitmap = new Float64Array(8);
  readonly summary: Uint16Array<ArrayBuffer>;
  /** Entries past the last block that are set. */
  padding = 0;

  constructor({ payloadBlocks }: Pick<Geometry, "payloadBlocks">) {
    this.summary = new Uint16Array(Math.ceil(payloadBlocks / SUMMARY_BLOCKS) * 8);
  }

  copy(geometry: Geometry): BatCounts {
    const copy = new BatCounts(geometry);
    copy.payload.set(this.payload);
    copy.bitmap.set(this.bitmap);
    copy.summary.set(this.summary);
    copy.padding = this.padding;
    return copy;
  }

  /** Adds an entry to the counts (1), or takes it out (-1). */
  count({ index, low, high }: RawEntry, geometry: Geometry, by: 1 | -1): void {
    const { kind, block } = geometry.entryAt(index);
    const state = stateOf(low);
    if (kind === "unused") this.padding += low === 0 && high === 0 ? 0 : by;
    else if (kind === "bitmap") this.bitmap[state] = (this.bitmap[state] ?? 0) + by;
    else this.countBlocks(block, state, by);
  }

  /** Counts payload blocks of one state, all in one part of the summary. @param block one of them */
  countBlocks(block: number, state: number, blocks: number): void {
    const at = Math.floor(block / SUMMARY_BLOCKS) * 8 + state;
    this.payload[state] = (this.payload[state] ?? 0) + blocks;
    this.summary[at] = (this.summary[at] ?? 0) + blocks;
  }

  get byState(): Readonly<Record<string, number>> {
    const byState: Record<string, number> = {};
    this.payload.forEach((count, state) => {
      if (count > 0) byState[`payload-${state}`] = count;
    });
    this.bitmap.forEach((count, state) => {
      if (count > 0) byState[`bitmap-${state}`] = count;
    });
    return byState;
  }

  /** Adds the findings about the table as a whole. @param type of the disk, where known */
  addTotals({ offset }: Bat, type: DiskType | null, findings: FindingList): void {
    const place = { structure: "BAT", offset, node: nodeId("bat") };
    if (this.padding > 0) {
      const entries = countText(this.padding, "entry", "entries");
      const are = this.padding === 1 ? "is" : "are";
      findings.add("bat-padding", `${entries} past the disk's last block ${are} not zero.`, place);
    }
    const without = this.payload.reduce((sum, count) => sum + count, -(this.payload[FULLY_PRESENT] ?? 0));
    if (type === "fixed" && without > 0) {
      const blocks = countText(without, "block of the fixed disk has", "blocks of the fixed disk have");
      findings.add("fixed-not-allocated", `${blocks} no storage.`, place);
    }
  }
}

/** The part of a check's result that is about single entries. */
export type Judgement = Pick<BatCheckResult, "findings" | "unreadable" | "missing" | "counts">;

/**
 * Puts together the findings about single entries.
 *
 * @param checked entries looked at so far.
 */
export function judgementOf(
  bat: Bat,
  type: DiskType | null,
  checked: number,
  entries: BatEntryCheck,
  counts: BatCounts,
): Judgement {
  const said = entries.snapshot();
  const findings = new FindingList();
  said.report(findings);
  entries.missing.report(findings);
  counts.addTotals(bat, type, findings);
  // Entries that the end of the file cuts off.
  const cutOff = checked === bat.entries && bat.entries < bat.geometry.batEntries ? bat.entries : null;
  return {
    findings: findings.items,
    unreadable: entries.unreadable.ranges(cutOff),
    missing: entries.missing.bytes,
    counts: said.counts,
  };
}
