import { MIB } from "../../../shared/numbers.ts";
import { type FoundMetadata, metadataAt } from "../../recognise/metadata-at.ts";
import type { Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** MiB at the start of the file that are searched for a structure: structures lie before the blocks. */
const SEARCHED_MIB = 1024;

/** Offsets of whole MiB, in bytes, that neither the header section nor the log takes. */
export function* searchedPlaces({ store, headers }: RepairState): Generator<number> {
  const { log } = headers;
  for (let offset = MIB; offset < store.size && offset < SEARCHED_MIB * MIB; offset += MIB) {
    if (log === null || offset < log.offset || offset >= log.offset + log.length) yield offset;
  }
}

/** All metadata regions in the first GiB of the file, the one with most items first. */
export function* findMetadata(state: RepairState): Search<readonly FoundMetadata[]> {
  const found: FoundMetadata[] = [];
  for (const offset of searchedPlaces(state)) {
    yield null;
    const here = metadataAt(state.store, offset);
    if (here !== null) found.push(here);
  }
  return found.toSorted((a, b) => b.knownItems - a.knownItems);
}
