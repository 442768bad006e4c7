import { BAT_ENTRY_SIZE } from "../../workers/shared/geometry.ts";
import { FULLY_PRESENT } from "../../workers/shared/bat-states.ts";
import { openAfterCrash } from "../../workers/testing/vhdx/judge.ts";
import type { PlannedFix } from "../../workers/vhdx/repair/fix.ts";
import { offsetOf, stateOf } from "../../workers/vhdx/bat/bat-bits.ts";
import type { Bat } from "../../workers/vhdx/bat/bat.ts";
import type { Patient } from "./patient.ts";

/** The kind of a fix, as in docs/repairs.md: its id without numbers of places. */
export const kindOf = ({ id }: Pick<PlannedFix, "id">): string => id.replace(/\/.*/, "");

type Named = (block: number) => boolean;

const NONE: Named = () => false;

/** Blocks of the BAT entries that a fix changes. The entry of a sector bitmap stands for all blocks of its chunk. */
function ofEntries({ geometry }: Bat, entries: readonly number[]): Named {
  const blocks = new Set<number>();
  const chunks = new Set<number>();
  for (const index of entries) {
    const { kind, block } = geometry.entryAt(index);
    if (kind === "payload") blocks.add(block);
    if (kind === "bitmap") chunks.add(block);
  }
  return (block) => blocks.has(block) || chunks.has(geometry.chunkOf(block));
}

/** Blocks of which the log writes the BAT entry or the content. */
function ofLog({ store }: Patient, bat: Bat): Named {
  const { replayed } = openAfterCrash(store);
  const hits = (start: number, end: number) => replayed.some((run) => run.start < end && start < run.end);
  return (block) => {
    const index = bat.geometry.payloadIndex(block);
    const entry = bat.offset + index * BAT_ENTRY_SIZE;
    const { low, high } = bat.halves(index);
    const start = offsetOf(low, high);
    return hits(entry, entry + BAT_ENTRY_SIZE) || hits(start, start + bat.geometry.blockSize);
  };
}

/** Blocks without storage of their own, wholly or in part: the parent's where the disk has one, else zeros. */
function withoutStorage(bat: Bat): Named {
  return (block) => stateOf(bat.halves(bat.geometry.payloadIndex(block)).low) !== FULLY_PRESENT;
}

/** Fixes that can make a differencing disk of another one, or the other way round. */
const OF_TYPE: ReadonlySet<string> = new Set(["metadata-has-parent", "metadata-remove", "metadata-byte"]);

/**
 * The blocks that a fix names as lost, or as read otherwise from now on. A fix that loses nothing may change none that could be
 * read. Where the disk gets a parent, or loses one, blocks without storage are another disk's.
 */
export function mayChange(patient: Patient, fix: PlannedFix): Named {
  const { bat } = patient.state.structures;
  if (bat === null) return NONE;
  const kind = kindOf(fix);
  if (OF_TYPE.has(kind)) return withoutStorage(bat);
  if (fix.loss === null) return NONE;
  if (kind.startsWith("log-")) return ofLog(patient, bat);
  if (kind.startsWith("bitmap-"))
    return ofEntries(bat, [bat.geometry.bitmapIndex(Number(fix.id.split("/")[1]))]);
  return ofEntries(bat, fix.entries ?? []);
}
