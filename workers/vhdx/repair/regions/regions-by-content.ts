import { intersects } from "../../../bytes/intervals.ts";
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
import type { FoundMetadata } from "../../recognise/metadata-at.ts";
import { findMetadata } from "../metadata/find-metadata.ts";
import type { RegionEntry } from "../../regions/regions.ts";
import type { Draft, Search } from "../fix.ts";
import type { RepairState } from "../state.ts";
import { writeTables } from "./write-tables.ts";

/** Pairs of metadata region and BAT offered at most. More than one is rare. */
const OFFERED = 4;

/** Metadata and BAT where the search found them. */
interface Pair {
  readonly metadata: FoundMetadata;
  readonly bat: FoundBat;
}

const runOf = ({ offset, length }: { readonly offset: number; readonly length: number }) => ({
  start: offset,
  end: offset + length,
});

/** The entries of other regions in the valid table: those that are kept, and those that lie over metadata or BAT. */
function otherEntries({ structures }: RepairState, { metadata, bat }: Pair) {
  const others = structures.regions.active?.entries.filter(({ name }) => name === "Unknown") ?? [];
  const isOver = ({ values }: RegionEntry) => {
    const run = runOf({ offset: Number(values.fileOffset), length: values.length });
    return intersects(run, runOf(metadata)) || intersects(run, runOf(bat));
  };
  return { kept: others.filter((each) => !isOver(each)), dropped: others.filter(isOver) };
}

function tableBytes(state: RepairState, pair: Pair): Uint8Array {
  const { metadata, bat } = pair;
  const bytes = regionTableBytes([
    { guid: BAT_REGION, offset: bat.offset, length: bat.length },
    { guid: METADATA_REGION, offset: metadata.offset, length: metadata.length },
  ]);
  const others = otherEntries(state, pair).kept.map(({ entryOffset }) =>
    readUpTo(state.store, entryOffset, regionTableEntry.size),
  );
  const { entryCount } = decode(regionTableHeader, bytes);
  for (const [nth, entry] of others.entries())
    bytes.set(entry, regionTableHeader.size + (entryCount + nth) * regionTableEntry.size);
  encodeInto(regionTableHeader, { entryCount: entryCount + others.length }, bytes);
  updateTableChecksum(bytes);
  return bytes;
}

const usedText = ({ used, broken }: FoundBat) =>
  used === 0
    ? "is blank, as on a disk without any block"
    : `names ${countText(used, "block")} inside the file, each another${broken === 0 ? "" : `; ${countText(broken, "entry is", "entries are")} broken`}`;

/** What the tables lose. @param dropped entries of other regions that are left out. */
function lossOf(certain: boolean, dropped: readonly RegionEntry[]): string | null {
  const words = [
    ...(certain
      ? []
      : [
          "There is more than one candidate, or the table is blank: if the choice is wrong, the disk's contents are wrong.",
        ]),
    ...dropped.map(
      ({ values }) =>
        `The unknown region ${values.guid} is named no more: it lies over the metadata or the BAT.`,
    ),
  ];
  return words.length === 0 ? null : words.join(" ");
}

/**
 * Rebuilds both region tables by searching the file: the metadata is recognised by signature and items, the BAT by its entries.
 *
 * @param why the reason for the search, as a clause.
 */
export function* contentDrafts(state: RepairState, why: string): Search<readonly Draft[]> {
  const pairs: (Pair & { readonly sized: boolean })[] = [];
  const search = new BatSearch(state);
  for (const metadata of yield* findMetadata(state)) {
    yield null;
    const length = batLength(state, metadata);
    const found = yield* search.find(metadata, length);
    pairs.push(...found.map((bat) => ({ metadata, bat, sized: length !== null })));
    // A file can hold hundreds of metadata tables; the search ends once there are enough pairs to offer.
    if (pairs.filter(({ bat }) => bat.used > 0).length > OFFERED) break;
  }
  // Many places are blank, so a blank table is offered only where there is nothing better.
  const best = pairs.some(({ bat }) => bat.used > 0) ? pairs.filter(({ bat }) => bat.used > 0) : pairs;
  const certain = best.length === 1 && (best[0]?.bat.used ?? 0) > 0;
  return best.slice(0, OFFERED).map(({ metadata, bat, sized }) => ({
    id: `regions-by-content/${metadata.offset}/${bat.offset}`,
    title: `Rebuild both region tables: metadata at ${offsetText(metadata.offset)}, BAT at ${offsetText(bat.offset)}`,
    evidence: [
      `The metadata table at ${offsetText(metadata.offset)} has its signature and names ${countText(metadata.knownItems, "item")} of MS-VHDX.`,
      `The table at ${offsetText(bat.offset)} ${usedText(bat)}.`,
      sized
        ? `According to the metadata the BAT takes ${sizeText(bat.length)}.`
        : "The metadata does not say how long the BAT is; the region ends at the MiB that holds the last entry.",
      `Searched because ${why}. Whether the file had other regions is not known; MS-VHDX defines none.`,
    ],
    loss: lossOf(certain, otherEntries(state, { metadata, bat }).dropped),
    place: { offset: REGION_TABLE_OFFSETS[0], length: regionTableHeader.size + 2 * regionTableEntry.size },
    apply: (target) => writeTables(target, tableBytes(state, { metadata, bat })),
  }));
}
