import type { Finding } from "../../api/index.ts";
import { crc32cWithout } from "../../bytes/crc32c.ts";
import { type Interval, overlaps } from "../../bytes/intervals.ts";
import { MIB, reachesPast, safeNumber } from "../../shared/numbers.ts";
import { decode } from "../../bytes/struct.ts";
import { offsetText, sizeText } from "../../shared/text.ts";
import { isZero } from "../../bytes/zero.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import { type FindingCode, FindingList } from "../findings/index.ts";
import { REGION_TABLE_OFFSETS } from "../headers/header-section.ts";
import type { LogPlace } from "../headers/log-place.ts";
import {
  BAT_REGION,
  METADATA_REGION,
  REGION_TABLE_SIGNATURE,
  REGION_TABLE_SIZE,
  type RegionEntryValues,
  regionName,
  regionTableEntry,
  regionTableHeader,
} from "../structs/region-table.ts";
import { nodeId } from "../../shared/node-id.ts";

/** One region as its table entry describes it, not checked yet. */
export interface RegionEntry {
  readonly index: number;
  /** File offset of the entry itself. */
  readonly entryOffset: number;
  readonly values: RegionEntryValues;
  /** "BAT", "Metadata" or "Unknown". */
  readonly name: string;
}

export interface RegionTable {
  readonly copy: 1 | 2;
  readonly offset: number;
  readonly checksum: number;
  readonly computedChecksum: number;
  readonly signature: string;
  readonly entryCount: number;
  readonly reserved: number;
  /** Whether signature and checksum match and the entry count is possible. */
  readonly valid: boolean;
  readonly entries: readonly RegionEntry[];
}

/**
 * A region whose place is possible: below 2^53, outside the header section, at a multiple of 1 MiB. Offset and length in bytes.
 */
export interface Region {
  readonly offset: number;
  readonly length: number;
  readonly entry: RegionEntry;
}

export interface Regions {
  readonly tables: readonly [RegionTable, RegionTable];
  readonly active: RegionTable | null;
  /** BAT and metadata: as the active table names them; where none is valid, as they were found by what they hold. */
  readonly bat: Region | null;
  readonly metadata: Region | null;
  /** All regions whose place is possible, known or not, sorted by offset. */
  readonly all: readonly Region[];
  readonly findings: readonly Finding[];
}

const LARGEST_COUNT = Math.floor((REGION_TABLE_SIZE - regionTableHeader.size) / regionTableEntry.size);

function readTable(
  store: ReadableStore,
  copy: 1 | 2,
): { table: RegionTable; bytes: Uint8Array<ArrayBuffer> } {
  const offset = REGION_TABLE_OFFSETS[copy - 1] ?? 0;
  const bytes = new Uint8Array(REGION_TABLE_SIZE);
  bytes.set(readUpTo(store, offset, REGION_TABLE_SIZE));
  const values = decode(regionTableHeader, bytes);
  const computedChecksum = crc32cWithout(bytes, regionTableHeader.fields.checksum.offset);
  const plausible = values.signature === REGION_TABLE_SIGNATURE && values.entryCount <= LARGEST_COUNT;
  const entries: RegionEntry[] = [];
  for (let index = 0; plausible && index < values.entryCount; index++) {
    const at = regionTableHeader.size + index * regionTableEntry.size;
    if (offset + at + regionTableEntry.size > store.size) break;
    const entry = decode(regionTableEntry, bytes, at);
    entries.push({ index, entryOffset: offset + at, values: entry, name: regionName(entry.guid) });
  }
  const valid = plausible && values.checksum === computedChecksum;
  return { table: { copy, offset, ...values, computedChecksum, valid, entries }, bytes };
}

/** Whether two tables have the same bytes. A plain loop over words, because each opening of a file compares 64 KiB. */
function sameTables(a: ArrayBuffer, b: ArrayBuffer): boolean {
  const first = new Uint32Array(a);
  const second = new Uint32Array(b);
  for (let at = 0; at < first.length; at++) if (first[at] !== second[at]) return false;
  return true;
}

/** Chooses the first valid table. By MS-VHDX 2.2.3 both must be the same. */
function choose(
  first: ReturnType<typeof readTable>,
  second: ReturnType<typeof readTable>,
  findings: FindingList,
): RegionTable | null {
  const place = (table: RegionTable) => ({
    structure: `Region table ${table.copy}`,
    offset: table.offset,
    node: nodeId("region-table", table.copy),
  });
  if (!first.table.valid && !second.table.valid) {
    findings.add(
      "no-valid-region-table",
      "Neither copy of the region table has a matching signature and checksum.",
      {
        ...place(first.table),
      },
    );
    return null;
  }
  const chosen = first.table.valid ? first.table : second.table;
  const other = chosen === first.table ? second.table : first.table;
  if (!other.valid) {
    const message = `Region table ${other.copy} is damaged; region table ${chosen.copy} is used.`;
    findings.add("region-table-copy-damaged", message, place(other));
  } else if (!sameTables(first.bytes.buffer, second.bytes.buffer)) {
    findings.add(
      "region-tables-differ",
      "The two copies of the region table differ; the first is used.",
      place(other),
    );
  }
  if (chosen.reserved !== 0) {
    findings.add("region-table-reserved", "The region table's reserved field is not zero.", place(chosen));
  }
  const used = regionTableHeader.size + chosen.entryCount * regionTableEntry.size;
  if (!isZero((chosen === first.table ? first : second).bytes.subarray(used))) {
    const message = `Bytes behind the last entry of region table ${chosen.copy} are not zero.`;
    findings.add("region-table-slack", message, { ...place(chosen), offset: chosen.offset + used });
  }
  return chosen;
}

/** Checks one entry; returns the region where it can be read. */
function checkEntry(
  table: RegionTable,
  entry: RegionEntry,
  fileSize: number,
  findings: FindingList,
): Region | null {
  const known = entry.name !== "Unknown";
  const what = known ? `The ${entry.name} region` : `Region ${entry.values.guid}`;
  const place = {
    structure: known ? entry.name : "Region table",
    offset: entry.entryOffset,
    node: nodeId("region-table/entry", table.copy, entry.index),
  };
  const { required, reserved, fileOffset, length } = entry.values;
  if (reserved !== 0) findings.add("region-reserved", `${what} has reserved bits set.`, place);
  if (!known) {
    if (required === 1) {
      findings.add("region-unknown-required", `${what} is unknown, and it is marked as required.`, place);
    } else
      findings.add(
        "region-unknown",
        `${what} is unknown; it is left as it is, and nothing is put there.`,
        place,
      );
  }
  const offset = safeNumber(fileOffset);
  const refuse = (code: FindingCode, message: string) => {
    findings.add(code, message, place);
    return null;
  };
  // An unknown region without bytes that no reader has to know is nowhere.
  if (length === 0) return known || required === 1 ? refuse("region-empty", `${what} has no length.`) : null;
  if (offset === null) return refuse("region-too-far", `${what} can't start at ${fileOffset}.`);
  if (offset < MIB) return refuse("region-in-header", `${what} can't start at ${offsetText(offset)}.`);
  if (offset % MIB !== 0) return refuse("region-misaligned", `${what} can't start at ${offsetText(offset)}.`);
  if (length % MIB !== 0) {
    findings.add(
      "region-length",
      `${what} is ${sizeText(length)} long, which is not a multiple of 1 MiB.`,
      place,
    );
  }
  if (reachesPast(offset, length, fileSize)) {
    const message = `${what} reaches past the end of the file at ${sizeText(fileSize)}.`;
    const gone = offset >= fileSize;
    // Without a part of the BAT some blocks can't be found, without all of it no block; the rest of the file can still be read.
    const isBat = entry.values.guid === BAT_REGION;
    const weight = gone && !isBat ? {} : ({ severity: "error" } as const);
    if (known) findings.add("region-beyond-file", message, { ...place, ...weight });
    else findings.add("region-unknown-beyond-file", message, place);
    if (gone && !isBat) return null;
  }
  return { offset, length, entry };
}

function checkDuplicates(table: RegionTable, findings: FindingList): void {
  const seen = new Set<string>();
  for (const { values, index, entryOffset, name } of table.entries) {
    if (seen.has(values.guid)) {
      findings.add(
        "region-duplicate",
        `The region table has more than one ${name === "Unknown" ? values.guid : name} region.`,
        {
          structure: "Region table",
          offset: entryOffset,
          node: nodeId("region-table/entry", table.copy, index),
        },
      );
    }
    seen.add(values.guid);
  }
}

function checkOverlaps(
  table: RegionTable,
  regions: readonly Region[],
  log: LogPlace | null,
  findings: FindingList,
): void {
  const named = ({ entry }: Region) =>
    entry.name === "Unknown" ? `region ${entry.values.guid}` : `the ${entry.name} region`;
  const intervals: Interval<string>[] = regions.map((region) => ({
    start: region.offset,
    end: region.offset + region.length,
    owner: named(region),
  }));
  if (log !== null) intervals.push({ start: log.offset, end: log.offset + log.length, owner: "the log" });
  for (const [a, b] of overlaps(intervals)) {
    const message = `The bytes of ${a.owner} and of ${b.owner} overlap at ${offsetText(b.start)}.`;
    findings.add("region-overlap", message, {
      structure: "Region table",
      offset: b.start,
      node: nodeId("region-table", table.copy),
    });
  }
}

/**
 * Reads both region tables of a layer and checks the regions of the valid one: duplicates, places, overlaps with each
 * other and the log (MS-VHDX 2.2.3).
 */
export function readRegions(store: ReadableStore, log: LogPlace | null): Regions {
  const findings = new FindingList();
  const first = readTable(store, 1);
  const second = readTable(store, 2);
  const active = choose(first, second, findings);
  const all: Region[] = [];
  let bat: Region | null = null;
  let metadata: Region | null = null;
  if (active !== null) {
    checkDuplicates(active, findings);
    for (const entry of active.entries) {
      const region = checkEntry(active, entry, store.size, findings);
      if (region === null) continue;
      all.push(region);
      if (entry.values.guid === BAT_REGION) bat ??= region;
      if (entry.values.guid === METADATA_REGION) metadata ??= region;
    }
    for (const [guid, name] of [
      [BAT_REGION, "BAT"],
      [METADATA_REGION, "metadata"],
    ] as const) {
      if (active.entries.some((entry) => entry.values.guid === guid)) continue;
      findings.add("region-missing", `The region table names no ${name} region.`, {
        structure: "Region table",
        offset: active.offset,
        node: nodeId("region-table", active.copy),
        part: name.toLowerCase(),
      });
    }
    checkOverlaps(active, all, log, findings);
  }
  all.sort((a, b) => a.offset - b.offset);
  return { tables: [first.table, second.table], active, bat, metadata, all, findings: findings.items };
}

/**
 * Regions that are neither the BAT nor the metadata that is read: those that MS-VHDX does not define, and a second BAT or metadata region.
 */
export const otherRegions = ({ all, bat, metadata }: Regions): readonly Region[] =>
  all.filter((region) => region !== bat && region !== metadata);

/** What one of the `otherRegions` is called. */
export const regionTitle = ({ entry: { name, values } }: Region): string =>
  name === "Unknown" ? `Region ${values.guid}` : `Another ${name} region`;
