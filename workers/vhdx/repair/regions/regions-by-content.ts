import { decode, encodeInto } from "../../../bytes/struct.ts";
import { countText, offsetText, sizeText } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import { REGION_TABLE_OFFSETS } from "../../headers/header-section.ts";
import {
  BAT_REGION,
  METADATA_REGION,
  regionTableEntry,
  regionTableHeader,
} from "../../structs/region-table.ts";
import { updateTableChecksum, regionTableBytes } from "../../write/region-table-bytes.ts";
import { batLength, BatSearch, type FoundBat } from "../bat/find-bat.ts";
import { findMetadata, type FoundMetadata } from "../metadata/find-metadata.ts";
import type { Draft, Search } from "../fix.ts";
import type { RepairState } from "../state.ts";
import { writeTables } from "./write-tables.ts";

/** Pairs offered: more than one is rare, and nobody reads a long list. */
const OFFERED = 4;

/** Regions of other kinds that the valid table names keep their entries. */
function otherEntries({ structures, store }: RepairState): readonly Uint8Array[] {
  const { active } = structures.regions;
  const others = active?.entries.filter(({ name }) => name === "Unknown") ?? [];
  return others.map(({ entryOffset }) => readUpTo(store, entryOffset, regionTableEntry.size));
}

function tableBytes(state: RepairState, metadata: FoundMetadata, bat: FoundBat): Uint8Array {
  const bytes = regionTableBytes([
    { guid: BAT_REGION, offset: bat.offset, length: bat.length },
    { guid: METADATA_REGION, offset: metadata.offset, length: metadata.length },
  ]);
  const others = otherEntries(state);
  const { entryCount } = decode(regionTableHeader, bytes);
  for (const [nth, entry] of others.entries())
    bytes.set(entry, regionTableHeader.size + (entryCount + nth) * regionTableEntry.size);
  encodeInto(regionTableHeader, { entryCount: entryCount + others.length }, bytes);
  updateTableChecksum(bytes);
  return bytes;
}

const usedText = ({ used, broken }: FoundBat) =>
  used === 0
    ? "is blank, as that of a disk without any block"
    : `names ${countText(used, "block")} inside the file, each another${broken === 0 ? "" : `; ${countText(broken, "entry is", "entries are")} broken`}`;

/**
 * Both region tables from what the regions hold: the metadata is known by its signature and its items, the BAT by its entries.
 *
 * @param why what made it necessary, as a clause.
 */
export function* contentDrafts(state: RepairState, why: string): Search<readonly Draft[]> {
  const pairs: { readonly metadata: FoundMetadata; readonly bat: FoundBat; readonly sized: boolean }[] = [];
  const search = new BatSearch(state);
  for (const metadata of yield* findMetadata(state)) {
    yield null;
    const length = batLength(state, metadata);
    const found = yield* search.find(metadata, length);
    pairs.push(...found.map((bat) => ({ metadata, bat, sized: length !== null })));
    // A file can hold hundreds of metadata tables; more pairs than are offered change nothing.
    if (pairs.filter(({ bat }) => bat.used > 0).length > OFFERED) break;
  }
  // A blank table is one of many: only where nothing better is there does it count.
  const best = pairs.some(({ bat }) => bat.used > 0) ? pairs.filter(({ bat }) => bat.used > 0) : pairs;
  const certain = best.length === 1 && (best[0]?.bat.used ?? 0) > 0;
  return best.slice(0, OFFERED).map(({ metadata, bat, sized }) => ({
    id: `regions-by-content/${metadata.offset}/${bat.offset}`,
    title: `Make both region tables anew: metadata at ${offsetText(metadata.offset)}, BAT at ${offsetText(bat.offset)}`,
    evidence: [
      `The metadata table at ${offsetText(metadata.offset)} has its signature and names ${countText(metadata.knownItems, "item")} of MS-VHDX.`,
      `The table at ${offsetText(bat.offset)} ${usedText(bat)}.`,
      sized
        ? `By the metadata the BAT takes ${sizeText(bat.length)}.`
        : "The metadata does not say how long the BAT is; it gets what its last entry needs.",
      `Searched because ${why}. Whether the file had other regions is not known; MS-VHDX defines none.`,
    ],
    loss: certain
      ? null
      : "There is more than one place that could be it, or the table is blank: with the wrong one the disk's contents are wrong.",
    place: { offset: REGION_TABLE_OFFSETS[0], length: regionTableHeader.size + 2 * regionTableEntry.size },
    apply: (target) => writeTables(target, tableBytes(state, metadata, bat)),
  }));
}
