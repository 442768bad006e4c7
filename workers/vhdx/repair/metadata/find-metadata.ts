import { MIB, roundUp } from "../../../shared/numbers.ts";
import { decode } from "../../../bytes/struct.ts";
import { readUpTo } from "../../../store/store.ts";
import type { LogPlace } from "../../headers/log-place.ts";
import { knownItem } from "../../structs/metadata-items.ts";
import {
  METADATA_SIGNATURE,
  METADATA_TABLE_SIZE,
  metadataTableEntry,
  metadataTableHeader,
} from "../../structs/metadata-table.ts";
import type { Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** MiB that are searched for a structure: they lie before the blocks. */
const SEARCHED_MIB = 1024;

/** A metadata region known by what stands in it. */
export interface FoundMetadata extends LogPlace {
  /** How many of the items of MS-VHDX its table names. */
  readonly knownItems: number;
}

/** Places in whole MiB that neither the header section nor the log takes. */
export function* searchedPlaces({ store, headers }: RepairState): Generator<number> {
  const { log } = headers;
  for (let offset = MIB; offset < store.size && offset < SEARCHED_MIB * MIB; offset += MIB) {
    if (log === null || offset < log.offset || offset >= log.offset + log.length) yield offset;
  }
}

/** A metadata region at that place, by its signature and the items that its table names; null where there is none. */
function metadataAt({ store }: RepairState, offset: number): FoundMetadata | null {
  const head = new Uint8Array(metadataTableHeader.size);
  head.set(readUpTo(store, offset, head.length));
  const { signature, entryCount } = decode(metadataTableHeader, head);
  const table = new Uint8Array(METADATA_TABLE_SIZE);
  const fits = metadataTableHeader.size + entryCount * metadataTableEntry.size <= table.length;
  if (signature !== METADATA_SIGNATURE || !fits) return null;
  table.set(readUpTo(store, offset, table.length));
  let knownItems = 0;
  let end = METADATA_TABLE_SIZE;
  for (let index = 0; index < entryCount; index++) {
    const entry = decode(
      metadataTableEntry,
      table,
      metadataTableHeader.size + index * metadataTableEntry.size,
    );
    if (entry.isUser === 0 && knownItem(entry.itemId) !== null) knownItems += 1;
    if (entry.length <= MIB) end = Math.max(end, entry.offset + entry.length);
  }
  const length = Math.min(roundUp(end, MIB), 16 * MIB);
  return knownItems === 0 ? null : { offset, length, knownItems };
}

/** All metadata regions in the first GiB of the file, the one with most items first. */
export function* findMetadata(state: RepairState): Search<readonly FoundMetadata[]> {
  const found: FoundMetadata[] = [];
  for (const offset of searchedPlaces(state)) {
    yield null;
    const here = metadataAt(state, offset);
    if (here !== null) found.push(here);
  }
  return found.toSorted((a, b) => b.knownItems - a.knownItems);
}
