import type { Finding } from "../api/index.ts";
import { IntervalSet } from "../bytes/intervals.ts";
import { MIB, roundUp } from "../shared/numbers.ts";
import { countText, sizeText } from "../shared/text.ts";
import type { ReadableStore } from "../store/store.ts";
import { Bat } from "./bat/bat.ts";
import { BlockDisk, type VirtualDisk } from "./disk/disk.ts";
import { type DiskFacts, NO_FACTS } from "./metadata/disk-facts.ts";
import { FindingList, LINKAGE_FAULTS, START_FAULTS } from "./findings/index.ts";
import { BAT_ENTRY_SIZE, Geometry } from "../shared/geometry.ts";
import { HEADER_SECTION, REGION_TABLE_OFFSETS } from "./headers/header-section.ts";
import type { LogPlace } from "./headers/log-place.ts";
import { type Metadata, readMetadata } from "./metadata/metadata.ts";
import { type RecoveredPlaces, recoverPlaces } from "./recognise/recovered.ts";
import { readRegions, type Region, type Regions } from "./regions/regions.ts";
import { BAT_REGION, METADATA_REGION, regionName } from "./structs/region-table.ts";
import { nodeId } from "../shared/node-id.ts";

/** Everything of a layer except the headers and the log. */
export interface Structures {
  readonly regions: Regions;
  readonly metadata: Metadata | null;
  readonly facts: DiskFacts;
  /** Null where the metadata does not say enough. */
  readonly geometry: Geometry | null;
  readonly bat: Bat | null;
  /** Header section, log and regions as runs in MiB: no block may overlap them. */
  readonly occupied: IntervalSet;
  /** Null where there is a fatal finding, unless it is about the parent, or about a region table whose regions were found. */
  readonly disk: VirtualDisk | null;
  readonly findings: readonly Finding[];
}

function occupiedMib(regions: Regions, log: LogPlace | null): IntervalSet {
  const occupied = new IntervalSet();
  const occupy = (offset: number, length: number) =>
    occupied.add(Math.floor(offset / MIB), roundUp(offset + length, MIB) / MIB);
  occupy(HEADER_SECTION.start, HEADER_SECTION.end);
  if (log !== null) occupy(log.offset, log.length);
  for (const region of regions.all) occupy(region.offset, region.length);
  return occupied;
}

/** A region that no table names. */
function recoveredRegion(guid: string, offset: number, length: number): Region {
  const values = { guid, fileOffset: BigInt(offset), length, required: 1, reserved: 0 };
  const [entryOffset] = REGION_TABLE_OFFSETS;
  return { offset, length, entry: { index: 0, entryOffset, values, name: regionName(guid) } };
}

/** The regions with those that were found by what they hold, where no region table is valid. */
function withRecovered(
  named: Regions,
  metadata: Region | null,
  recovered: RecoveredPlaces | null,
  geometry: Geometry | null,
): Regions {
  if (recovered === null) return named;
  const length = geometry === null ? MIB : roundUp(geometry.batEntries * BAT_ENTRY_SIZE, MIB);
  const bat = recoveredRegion(BAT_REGION, recovered.batOffset, length);
  const all = metadata === null ? [bat] : [metadata, bat];
  return { ...named, metadata, bat, all: all.toSorted((a, b) => a.offset - b.offset) };
}

/**
 * Reads region tables, metadata and the BAT's place from a layer's file. The entries of the BAT are not checked. Where no region
 * table is valid, metadata and BAT are looked for by what they hold.
 *
 * @param store the layer's file, such as the original or the replayed one.
 * @param log where the active header says that the log is; null where it names no usable place.
 */
export function readStructures(store: ReadableStore, log: LogPlace | null): Structures {
  const findings = new FindingList();
  const named = readRegions(store, log);
  const recovered = named.active === null ? recoverPlaces(store, log) : null;
  const { metadata: place = null } = recovered ?? {};
  const ownMetadata =
    place === null ? named.metadata : recoveredRegion(METADATA_REGION, place.offset, place.length);
  const metadata = ownMetadata === null ? null : readMetadata(store, ownMetadata);
  const facts = metadata?.facts ?? NO_FACTS;
  const { type, virtualSize, blockSize, logicalSectorSize } = facts;
  const complete = type !== null && virtualSize !== null && blockSize !== null && logicalSectorSize !== null;
  const geometry = complete
    ? new Geometry({ virtualSize, blockSize, logicalSectorSize, differencing: type === "differencing" })
    : null;
  const regions = withRecovered(named, ownMetadata, recovered, geometry);
  const occupied = occupiedMib(regions, log);
  let bat: Bat | null = null;
  if (geometry !== null && regions.bat !== null) {
    bat = new Bat(store, geometry, regions.bat.offset, regions.bat.length);
    const needed = geometry.batEntries * BAT_ENTRY_SIZE;
    if (regions.bat.length < needed) {
      findings.add(
        "bat-too-small",
        `The BAT has room for ${countText(Math.floor(regions.bat.length / BAT_ENTRY_SIZE), "entry", "entries")}; the disk needs ${geometry.batEntries.toLocaleString("en-US")}.`,
        { structure: "BAT", offset: regions.bat.offset, node: nodeId("bat") },
      );
    }
  }
  if (store.size % MIB !== 0) {
    const message = `The file has ${sizeText(store.size)}, which is not a multiple of 1 MiB.`;
    findings.add("file-length-unaligned", message, { structure: "File" });
  }
  const all = [...regions.findings, ...(metadata?.findings ?? []), ...findings.items];
  const passes = ({ code }: Finding) =>
    LINKAGE_FAULTS.has(code) || (recovered !== null && START_FAULTS.has(code));
  const sound = !all.some((each) => each.severity === "fatal" && !passes(each));
  const disk = bat !== null && sound ? new BlockDisk(store, bat, occupied) : null;
  return { regions, metadata, facts, geometry, bat, occupied, disk, findings: all };
}

/** Whether two readings of a file have the same BAT: at the same place, for the same disk, with the same structures around it. */
export function sameTable(a: Structures, b: Structures): boolean {
  if (a.bat === null || b.bat === null || a.geometry === null || b.geometry === null) return false;
  const [old, now] = [a.occupied.runs, b.occupied.runs];
  return (
    a.bat.offset === b.bat.offset &&
    a.bat.entries === b.bat.entries &&
    a.facts.type === b.facts.type &&
    a.geometry.virtualSize === b.geometry.virtualSize &&
    a.geometry.blockSize === b.geometry.blockSize &&
    a.geometry.logicalSectorSize === b.geometry.logicalSectorSize &&
    old.length === now.length &&
    old.every(({ start, end }, nth) => start === now[nth]?.start && end === now[nth].end)
  );
}
