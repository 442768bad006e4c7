import { countText, bytesToHex, sizeText } from "../../../shared/text.ts";
import { visibleText } from "../../../shared/visible-text.ts";
import { BAT_ENTRY_SIZE, type Geometry } from "../../../shared/geometry.ts";
import { nodeId } from "../../../shared/node-id.ts";
import { readUpTo } from "../../../store/store.ts";
import type { Bat } from "../../../vhdx/bat/bat.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import type { MetadataItem } from "../../../vhdx/metadata/metadata-item.ts";
import { fileIdentifier } from "../../../vhdx/structs/file-identifier.ts";
import { header } from "../../../vhdx/structs/header.ts";
import { PARENT_LOCATOR } from "../../../vhdx/structs/metadata-items.ts";
import { metadataTableEntry, metadataTableHeader } from "../../../vhdx/structs/metadata-table.ts";
import type { Layer } from "../../image/layer.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { pipelined } from "../../jobs/pipelined.ts";
import { entryWords } from "../../report/bat-entry-words.ts";
import { compareRegionTable, compareStruct } from "./compare-structs.ts";
import { type DifferenceList, hexAt } from "./differences.ts";

const METADATA = "Metadata";
const BAT = "BAT";
/** BAT entries in one read: 1 MiB. */
const ENTRIES_AT_ONCE = (1024 * 1024) / BAT_ENTRY_SIZE;
/** Items are told apart by what makes them unique, MS-VHDX 2.6.1.2. */
const keyOf = ({ values }: MetadataItem) => `${values.itemId} ${values.isUser}`;

const nameOf = ({ known, values }: MetadataItem) =>
  known?.name ?? `${values.isUser === 1 ? "User item" : "Unknown item"} ${values.itemId}`;

/** A difference that is said of two places, whose bytes are shown. */
function addPlaces(
  [a, offsetA]: readonly [Layer, number],
  [b, offsetB]: readonly [Layer, number],
  length: number,
  about: { readonly structure: string; readonly node: string | null; readonly sentence: string },
  list: DifferenceList,
): void {
  list.add({
    ...about,
    offsetA,
    offsetB,
    length,
    bytesA: hexAt(a, offsetA, length),
    bytesB: hexAt(b, offsetB, length),
  });
}

/** The keys of both parent locators whose values differ. */
function compareLocators(a: Layer, b: Layer, itemA: MetadataItem, itemB: MetadataItem, list: DifferenceList) {
  const pairsOf = ({ structures }: Layer) =>
    new Map(
      (structures.facts.parent?.entries ?? []).flatMap((entry) =>
        entry === null ? [] : [[entry.key ?? "", entry.value ?? ""] as const],
      ),
    );
  const [pairsA, pairsB] = [pairsOf(a), pairsOf(b)];
  const word = (value: string | undefined) =>
    value === undefined ? "none" : visibleText(JSON.stringify(value));
  for (const key of new Set([...pairsA.keys(), ...pairsB.keys()])) {
    const [valueA, valueB] = [pairsA.get(key), pairsB.get(key)];
    if (valueA === valueB) continue;
    addPlaces(
      [a, itemA.offset ?? itemA.entryOffset],
      [b, itemB.offset ?? itemB.entryOffset],
      Math.max(itemA.values.length, itemB.values.length),
      {
        structure: METADATA,
        node: nodeId("metadata/item", itemB.index),
        sentence: `Parent Locator, ${visibleText(key)}: ${word(valueA)} -> ${word(valueB)}`,
      },
      list,
    );
  }
}

/** The bytes of two items that no table describes. */
function compareItemBytes(
  a: Layer,
  b: Layer,
  itemA: MetadataItem,
  itemB: MetadataItem,
  list: DifferenceList,
) {
  if (itemA.offset === null || itemB.offset === null) return;
  const bytesA = readUpTo(a.store, itemA.offset, itemA.values.length);
  const bytesB = readUpTo(b.store, itemB.offset, itemB.values.length);
  let first = 0;
  while (first < bytesA.length && first < bytesB.length && bytesA[first] === bytesB[first]) first += 1;
  const length = Math.max(bytesA.length, bytesB.length) - first;
  if (length === 0) return;
  addPlaces(
    [a, itemA.offset + first],
    [b, itemB.offset + first],
    length,
    {
      structure: METADATA,
      node: nodeId("metadata/item", itemB.index),
      sentence: `${nameOf(itemB)}: ${countText(bytesA.length, "byte")} -> ${countText(bytesB.length, "byte")}, which differ from byte ${first} on`,
    },
    list,
  );
}

function compareItems(a: Layer, b: Layer, list: DifferenceList): void {
  const tableA = a.structures.regions.metadata;
  const tableB = b.structures.regions.metadata;
  if (tableA === null || tableB === null) {
    if (tableA !== tableB)
      addPlaces(
        [a, tableA?.offset ?? 0],
        [b, tableB?.offset ?? 0],
        0,
        {
          structure: METADATA,
          node: null,
          sentence: `Only side ${tableA === null ? "B" : "A"} has metadata`,
        },
        list,
      );
    return;
  }
  const about = { structure: METADATA, node: nodeId("metadata/table"), prefix: "Table, " };
  compareStruct(
    { layer: a, offset: tableA.offset },
    { layer: b, offset: tableB.offset },
    metadataTableHeader,
    about,
    list,
  );
  const itemsOf = ({ structures }: Layer) => {
    const items = new Map<string, MetadataItem>();
    for (const item of structures.metadata?.items ?? [])
      if (!items.has(keyOf(item))) items.set(keyOf(item), item);
    return items;
  };
  const [itemsA, itemsB] = [itemsOf(a), itemsOf(b)];
  for (const [key, itemA] of itemsA) {
    const itemB = itemsB.get(key);
    if (itemB !== undefined) continue;
    const sentence = `${nameOf(itemA)}: only on side A`;
    const place = { structure: METADATA, node: nodeId("metadata/table"), sentence };
    addPlaces([a, itemA.entryOffset], [b, tableB.offset], metadataTableEntry.size, place, list);
  }
  for (const [key, itemB] of itemsB) {
    const itemA = itemsA.get(key);
    const node = nodeId("metadata/entry", itemB.index);
    if (itemA === undefined) {
      const place = { structure: METADATA, node, sentence: `${nameOf(itemB)}: only on side B` };
      addPlaces([a, tableA.offset], [b, itemB.entryOffset], metadataTableEntry.size, place, list);
      continue;
    }
    compareStruct(
      { layer: a, offset: itemA.entryOffset },
      { layer: b, offset: itemB.entryOffset },
      metadataTableEntry,
      { structure: METADATA, node, prefix: `${nameOf(itemB)}, entry, ` },
      list,
    );
    const struct = itemB.known?.struct ?? null;
    const fits =
      struct !== null && itemA.values.length === struct.size && itemB.values.length === struct.size;
    if (itemB.known === PARENT_LOCATOR) compareLocators(a, b, itemA, itemB, list);
    else if (fits && itemA.offset !== null && itemB.offset !== null)
      compareStruct(
        { layer: a, offset: itemA.offset },
        { layer: b, offset: itemB.offset },
        struct,
        {
          structure: METADATA,
          node: nodeId("metadata/item", itemB.index),
          prefix: `${nameOf(itemB)}, `,
        },
        list,
      );
    else compareItemBytes(a, b, itemA, itemB, list);
  }
}

/** How a BAT maps its disk, in words: entries of tables that differ in this mean different blocks. */
const mapping = ({ blockSize, chunkRatio }: Geometry) =>
  `blocks of ${sizeText(blockSize)}, ${countText(chunkRatio, "block")} a chunk`;

async function compareBats(a: Layer, b: Layer, list: DifferenceList, context: JobContext): Promise<void> {
  const [batA, batB] = [a.structures.bat, b.structures.bat];
  const whole = (sentence: string, node: string | null) =>
    addPlaces([a, batA?.offset ?? 0], [b, batB?.offset ?? 0], 0, { structure: BAT, node, sentence }, list);
  if (batA === null || batB === null) {
    if (batA !== batB) whole(`Only side ${batA === null ? "B" : "A"} has a BAT that can be read`, null);
    return;
  }
  const [wordsA, wordsB] = [mapping(batA.geometry), mapping(batB.geometry)];
  if (wordsA !== wordsB) {
    whole(`Entries mean other blocks, and are not compared: ${wordsA} -> ${wordsB}`, nodeId("bat"));
    return;
  }
  const total = Math.min(batA.entries, batB.entries);
  const read = async ({ store }: Layer, bat: Bat, first: number) => {
    const count = Math.max(0, Math.min(ENTRIES_AT_ONCE, bat.entries - first));
    return store.readBulk(bat.offset + first * BAT_ENTRY_SIZE, count * BAT_ENTRY_SIZE);
  };
  function* tasks() {
    for (let first = 0; first < total; first += ENTRIES_AT_ONCE)
      yield async () => ({
        first,
        bytes: await Promise.all([read(a, batA as Bat, first), read(b, batB as Bat, first)]),
      });
  }
  for await (const { first, bytes } of pipelined(tasks(), context)) {
    const [wordsOfA, wordsOfB] = bytes.map(
      (each) => new Uint32Array(each.buffer, each.byteOffset, each.byteLength / 4),
    ) as [Uint32Array, Uint32Array];
    const count = Math.min(ENTRIES_AT_ONCE, total - first);
    for (let nth = 0; nth < count; nth++) {
      const at = 2 * nth;
      if (wordsOfA[at] === wordsOfB[at] && wordsOfA[at + 1] === wordsOfB[at + 1]) continue;
      const index = first + nth;
      if (list.isFull) {
        list.skip(BAT);
        continue;
      }
      const { kind } = batB.geometry.entryAt(index);
      const side = (words: Uint32Array) => entryWords(kind, words[at] ?? 0, words[at + 1] ?? 0);
      const hex = (each: Uint8Array) =>
        bytesToHex(each.subarray(nth * BAT_ENTRY_SIZE, (nth + 1) * BAT_ENTRY_SIZE));
      list.add({
        structure: BAT,
        node: nodeId("bat/entry", index),
        sentence: `Entry ${index.toLocaleString("en-US")}: ${side(wordsOfA)} -> ${side(wordsOfB)}`,
        offsetA: batA.offset + index * BAT_ENTRY_SIZE,
        offsetB: batB.offset + index * BAT_ENTRY_SIZE,
        length: BAT_ENTRY_SIZE,
        bytesA: hex(bytes[0]),
        bytesB: hex(bytes[1]),
      });
    }
    context.progress((first + count) * BAT_ENTRY_SIZE, total * BAT_ENTRY_SIZE, "Comparing the BATs");
    // oxlint-disable-next-line no-await-in-loop
    await context.checkpoint();
  }
  const last = Math.max(batA.entries, batB.entries) - 1;
  if (last < total) return;
  const side = batA.entries > batB.entries ? "A" : "B";
  const entries = total === last ? `Entry ${total}` : `Entries ${total} to ${last}`;
  const place = { structure: BAT, node: null, sentence: `${entries}: only on side ${side}` };
  const rest = (last + 1 - total) * BAT_ENTRY_SIZE;
  const endOf = (bat: Bat) => bat.offset + total * BAT_ENTRY_SIZE;
  addPlaces([a, endOf(batA)], [b, endOf(batB)], rest, place, list);
}

/**
 * Compares the structures of two files, field by field: identifier, both headers, both region tables, the metadata, and the BAT
 * entry by entry. Metadata items are matched by their GUID, wherever they lie. Neither logs nor blocks are compared.
 *
 * @throws VhdxError `cancelled`, and whatever reading throws.
 */
export async function compareFiles(
  a: Layer,
  b: Layer,
  list: DifferenceList,
  context: JobContext,
): Promise<void> {
  const both = (offset: number) =>
    [
      { layer: a, offset },
      { layer: b, offset },
    ] as const;
  const identifier = { structure: "Identifier", node: nodeId("identifier"), prefix: "" };
  compareStruct(...both(0), fileIdentifier, identifier, list);
  for (const [nth, offset] of HEADER_OFFSETS.entries()) {
    const about = { structure: `Header ${nth + 1}`, node: nodeId("header", nth + 1), prefix: "" };
    compareStruct(...both(offset), header, about, list);
  }
  for (const [nth, offset] of REGION_TABLE_OFFSETS.entries())
    compareRegionTable(a, offset, b, offset, nth + 1, list);
  await context.checkpoint();
  compareItems(a, b, list);
  await compareBats(a, b, list, context);
}
