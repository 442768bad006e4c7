import { intersects } from "../../bytes/intervals.ts";
import { MIB } from "../../shared/numbers.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import type { LogPlace } from "../headers/log-place.ts";
import { countEntries, FIRST_LOOK } from "./bat-at.ts";
import { type FoundMetadata, metadataAt } from "./metadata-at.ts";
import { searchedMibs } from "./parts.ts";

/** Where metadata and BAT lie in a file that has no valid region table. */
export interface RecoveredPlaces {
  readonly metadata: FoundMetadata;
  /** In bytes of the file. */
  readonly batOffset: number;
}

/**
 * Finds metadata and BAT by what they hold, in the first MiBs of a file. Null unless there is exactly one place for each: the
 * repairs search further, and offer the choice.
 *
 * @param log where the active header says that the log is; null where it names no usable place.
 */
export function recoverPlaces(store: ReadableStore, log: LogPlace | null): RecoveredPlaces | null {
  const free = [...searchedMibs(store)].filter(
    (offset) =>
      log === null ||
      !intersects({ start: offset, end: offset + MIB }, { start: log.offset, end: log.offset + log.length }),
  );
  const [metadata, ...more] = free.flatMap((offset) => metadataAt(store, offset) ?? []);
  if (metadata === undefined || more.length > 0) return null;
  const fileMib = Math.ceil(store.size / MIB);
  const tables = free.filter((offset) => {
    if (offset >= metadata.offset && offset < metadata.offset + metadata.length) return false;
    const { used, broken } = countEntries(readUpTo(store, offset, FIRST_LOOK), fileMib);
    return used > 0 && broken === 0;
  });
  // A long table goes on in the MiBs after its first.
  const starts = tables.filter((offset) => !tables.includes(offset - MIB));
  const [batOffset, ...others] = starts;
  return batOffset === undefined || others.length > 0 ? null : { metadata, batOffset };
}
