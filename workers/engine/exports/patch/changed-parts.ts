import { BAT_ENTRY_SIZE } from "../../../shared/geometry.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { readUpTo, type ReadableStore } from "../../../store/store.ts";
import {
  HEADER_ITEMS_END,
  HEADER_OFFSETS,
  HEADER_SECTION,
  REGION_TABLE_OFFSETS,
} from "../../../vhdx/headers/header-section.ts";

/** A run of the file in bytes. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Where the structures of the changed file are; null where it has no such structure, or none that can be found. */
export interface StructurePlaces {
  readonly log: Place | null;
  readonly metadata: Place | null;
  /** The entries of the BAT that are in use. */
  readonly bat: Place | null;
  /** All regions, the two above among them. */
  readonly regions: readonly Place[];
}

/** Bytes of a run that lie inside of a place, as a run; null where there are none. */
function inside({ offset, length }: Place, place: Place | null): Place | null {
  if (place === null) return null;
  const start = Math.max(offset, place.offset);
  const end = Math.min(offset + length, place.offset + place.length);
  return start < end ? { offset: start, length: end - start } : null;
}

/** How many BAT entries in a run differ. What the file lacked counts as zeros, as growth gives them. */
function changedEntries(before: ReadableStore, after: ReadableStore, { offset, length }: Place): number {
  const [old, now] = [new Uint8Array(length), readUpTo(after, offset, length)];
  old.set(readUpTo(before, offset, length));
  let changed = 0;
  for (let at = 0; at < length; at += BAT_ENTRY_SIZE) {
    for (let byte = at; byte < at + BAT_ENTRY_SIZE; byte++) {
      if (old[byte] === (now[byte] ?? 0)) continue;
      changed += 1;
      break;
    }
  }
  return changed;
}

const between = (start: number, end: number): Place => ({ offset: start, length: end - start });

/**
 * What a patch changes, as a person would say it: "2 log entries", "3 BAT entries", "headers", "64 KiB of data".
 *
 * @param ranges that the patch writes; in bytes, 4 MiB at most each
 * @param before the file as stored
 * @param after the file with the patch applied
 * @param logEntries entries of the log that the patch applies
 */
export function changedParts(
  ranges: readonly Place[],
  before: ReadableStore,
  after: ReadableStore,
  places: StructurePlaces,
  logEntries: number,
): readonly string[] {
  const identifier = between(0, HEADER_OFFSETS[0]);
  const headers = between(HEADER_OFFSETS[0], REGION_TABLE_OFFSETS[0]);
  const regionTables = between(REGION_TABLE_OFFSETS[0], HEADER_ITEMS_END);
  const touches = (place: Place | null) => ranges.some((range) => inside(range, place) !== null);
  const inBat = ranges.flatMap((range) => inside(range, places.bat) ?? []);
  const entries = inBat.reduce((sum, run) => sum + changedEntries(before, after, run), 0);
  const noData = [between(HEADER_SECTION.start, HEADER_SECTION.end), places.log, ...places.regions];
  let data = 0;
  for (const range of ranges) {
    const structures = noData.reduce((sum, place) => sum + (inside(range, place)?.length ?? 0), 0);
    // In a damaged file structures may lie over each other.
    data += Math.max(0, range.length - structures);
  }
  return [
    ...(logEntries > 0 ? [countText(logEntries, "log entry", "log entries")] : []),
    ...(entries > 0 ? [countText(entries, "BAT entry", "BAT entries")] : []),
    ...(touches(identifier) ? ["the file type identifier"] : []),
    ...(touches(headers) ? ["headers"] : []),
    ...(touches(regionTables) ? ["region tables"] : []),
    ...(touches(places.metadata) ? ["metadata"] : []),
    ...(touches(places.log) ? ["the log area"] : []),
    ...(data > 0 ? [`${sizeText(data)} of data`] : []),
  ];
}
