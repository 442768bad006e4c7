import type { Finding } from "../api/index.ts";
import { IntervalSet } from "../bytes/intervals.ts";
import { MIB, roundUp } from "../shared/numbers.ts";
import { countText, sizeText } from "../shared/text.ts";
import type { ReadableStore } from "../store/store.ts";
import { Bat } from "./bat/bat.ts";
import { BlockDisk, type VirtualDisk } from "./disk/disk.ts";
import { type DiskFacts, NO_FACTS } from "./metadata/disk-facts.ts";
import { FindingList, LINKAGE_FAULTS } from "./findings/index.ts";
import { BAT_ENTRY_SIZE, Geometry } from "../shared/geometry.ts";
import { HEADER_SECTION } from "./headers/header-section.ts";
import type { LogPlace } from "./headers/log-place.ts";
import { type Metadata, readMetadata } from "./metadata/metadata.ts";
import { readRegions, type Regions } from "./regions/regions.ts";
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
  /** Null where there is a fatal finding, unless it is about the parent. */
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

/**
 * Reads region tables, metadata and the BAT's place from a layer's file. The entries of the BAT are not checked.
 *
 * @param store the layer's file, such as the original or the replayed one.
 * @param log where the active header says that the log is; null where it names no usable place.
 */
export function readStructures(store: ReadableStore, log: LogPlace | null): Structures {
  const findings = new FindingList();
  const regions = readRegions(store, log);
  const metadata = regions.metadata === null ? null : readMetadata(store, regions.metadata);
  const facts = metadata?.facts ?? NO_FACTS;
  const { type, virtualSize, blockSize, logicalSectorSize } = facts;
  const complete = type !== null && virtualSize !== null && blockSize !== null && logicalSectorSize !== null;
  const geometry = complete
    ? new Geometry({ virtualSize, blockSize, logicalSectorSize, differencing: type === "differencing" })
    : null;
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
  const sound = !all.some((each) => each.severity === "fatal" && !LINKAGE_FAULTS.has(each.code));
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
