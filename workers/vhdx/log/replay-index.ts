import { IntervalSet } from "../../bytes/intervals.ts";
import type { Steps } from "../../bytes/steps.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { descriptors, type LoggedSector, targetOf } from "./descriptors.ts";
import type { LogEntry } from "./entry.ts";
import type { LogRing } from "./ring.ts";

/** What the file holds after all writes of a sequence. Offsets in bytes of the file. */
export interface ReplayIndex {
  /** By sector number of the file: the sectors whose last write was one of data. */
  readonly sectors: ReadonlyMap<number, LoggedSector>;
  /** All zeroed runs inside the file as it was before the replay. `sectors` take precedence over them. */
  readonly zeros: IntervalSet;
  /** All written runs, without zeroed runs past the end of the file: a file that grows reads as zeros there anyway. */
  readonly written: IntervalSet;
  /** End of the write that reaches farthest, zeros included. */
  readonly end: number;
}

/** Writes that one step looks at. */
const STEP = 1024;

interface Zeroed {
  readonly start: number;
  readonly end: number;
  /** Position among all writes of the sequence. */
  readonly order: number;
}

/**
 * Drops the sectors that were zeroed after they were written. Goes from the last zero descriptor to the first, and looks at each
 * sector only once, for the first descriptor that covers it: the log of a hostile image can hold a million that overlap.
 */
function dropZeroed(sectors: Map<number, LoggedSector & { order: number }>, zeroed: readonly Zeroed[]): void {
  const numbers = Float64Array.from(sectors.keys()).sort();
  /** Leads from each index to the first one, at it or after it, that no descriptor has covered yet; a union-find structure. */
  const next = Uint32Array.from({ length: numbers.length + 1 }, (_, index) => index);
  const unmet = (from: number): number => {
    let index = from;
    for (let after = next[index] ?? index; after !== index; after = next[index] ?? index) {
      next[index] = next[after] ?? after;
      index = after;
    }
    return index;
  };
  for (const { start, end, order } of zeroed.toReversed()) {
    const first = start / LOG_SECTOR;
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((numbers[middle] ?? 0) < first) low = middle + 1;
      else high = middle;
    }
    for (let index = unmet(low); index < numbers.length; index = unmet(index)) {
      const number = numbers[index] ?? 0;
      if (number * LOG_SECTOR >= end) break;
      if ((sectors.get(number)?.order ?? 0) < order) sectors.delete(number);
      next[index] = index + 1;
    }
  }
}

/**
 * Works out what each sector of the file holds after a replay.
 *
 * @param entries in the order of the replay; the scan must have checked their targets.
 * @param fileSize size of the file before the replay, bytes. Zeros past it, which can be terabytes, are left out.
 */
export function* indexWrites(
  ring: LogRing,
  entries: readonly LogEntry[],
  fileSize: number,
): Steps<ReplayIndex> {
  const sectors = new Map<number, LoggedSector & { order: number }>();
  const zeroed: Zeroed[] = [];
  const total = entries.reduce((sum, { header }) => sum + header.entryLength, 0);
  let done = 0;
  let order = 0;
  let end = 0;
  for (const entry of entries) {
    for (const descriptor of descriptors(ring, entry)) {
      const target = targetOf(descriptor);
      if (target === null || target.start === target.end) continue;
      order += 1;
      end = Math.max(end, target.end);
      const { dataOffset, logOffset } = descriptor;
      if (dataOffset === null) zeroed.push({ ...target, order });
      else sectors.set(target.start / LOG_SECTOR, { logOffset, dataOffset, order });
      // Each 4 KiB of descriptors may be a read of its own.
      if (order % STEP === 0) yield { done, total };
    }
    done += entry.header.entryLength;
    yield { done, total };
  }
  dropZeroed(sectors, zeroed);
  const zeros = IntervalSet.of(zeroed.map((run) => ({ start: run.start, end: Math.min(run.end, fileSize) })));
  const runs = [...sectors.keys()].map((number) => ({
    start: number * LOG_SECTOR,
    end: (number + 1) * LOG_SECTOR,
  }));
  return { sectors, zeros, written: IntervalSet.of([...runs, ...zeros.runs]), end };
}
