import { MIB } from "../../../shared/numbers.ts";
import { readUpTo } from "../../../store/store.ts";
import type { Search } from "../fix.ts";
import { unnamedRuns } from "./room.ts";
import type { RepairState } from "../state.ts";

/** Bytes read to tell a place with content from a blank one. */
const SAMPLE = MIB;
/** Places searched at most for a block that lost its own. A sound file has none. */
const MOST_PLACES = 64;

/** Whether a block of that many bytes can lie there: inside the file, and over no structure and no other block. */
export function canHold(
  state: RepairState,
  offset: number,
  size: number,
  used: number,
  index: number,
): boolean {
  const { owners } = state;
  if (owners === null || offset < MIB || offset + used > state.store.size) return false;
  const [start, end] = [offset / MIB, (offset + size) / MIB];
  if (!state.structures.occupied.within(start, end).next().done) return false;
  for (let mib = start; mib < Math.min(end, owners.length); mib++) {
    const owner = owners.at(mib);
    if (owner !== 0 && owner !== index + 1) return false;
  }
  return true;
}

/** Offsets of unused runs with content that are as large as a block: they may be blocks that lost their entry. */
export function* orphans(state: RepairState): Search<readonly number[]> {
  const blockSize = state.structures.geometry?.blockSize ?? 0;
  const found: number[] = [];
  let looked = 0;
  for (const { start, end } of unnamedRuns(state)) {
    for (let at = start; at + blockSize <= end; at += blockSize) {
      if (looked++ === MOST_PLACES) return found;
      yield null;
      if (readUpTo(state.store, at, Math.min(SAMPLE, blockSize)).some((byte) => byte !== 0)) found.push(at);
    }
  }
  return found;
}
