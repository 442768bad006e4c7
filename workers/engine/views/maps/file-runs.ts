import type { FileMapPiece } from "../../../api/index.ts";
import { MIB } from "../../../shared/numbers.ts";
import { sizeText } from "../../../shared/text.ts";
import {
  HEADER_ITEMS_END,
  HEADER_OFFSETS,
  HEADER_SECTION,
  REGION_TABLE_OFFSETS,
  SLOT,
} from "../../../vhdx/headers/header-section.ts";
import { regionTitle } from "../../../vhdx/regions/regions.ts";
import type { Layer } from "../../image/layer.ts";
import type { OpenedImage } from "../../image/opened-image.ts";
import { nodeId } from "../../../shared/node-id.ts";

/** A run of the file with a single use. */
export interface FileRun {
  readonly start: number;
  readonly end: number;
  readonly kind: Exclude<FileMapPiece["kind"], "mixed">;
  readonly label: string;
  readonly node: string;
}

/** The structures of the file, by offset. They may overlap. */
export function structureRuns(image: OpenedImage, layer: Layer): FileRun[] {
  const runs: FileRun[] = [
    { start: 0, end: SLOT, kind: "identifier", label: "File type identifier", node: nodeId("identifier") },
  ];
  for (const [index, start] of HEADER_OFFSETS.entries()) {
    const nth = index + 1;
    runs.push({
      start,
      end: start + SLOT,
      kind: "header",
      label: `Header ${nth}`,
      node: nodeId("header", nth),
    });
  }
  for (const [index, start] of REGION_TABLE_OFFSETS.entries()) {
    const nth = index + 1;
    runs.push({
      start,
      end: start + SLOT,
      kind: "region-table",
      label: `Region table ${nth}`,
      node: nodeId("region-table", nth),
    });
  }
  const { log } = image.headers;
  if (log !== null)
    runs.push({
      start: log.offset,
      end: log.offset + log.length,
      kind: "log",
      label: "Log",
      node: nodeId("log"),
    });
  const { regions } = layer.structures;
  for (const region of regions.all) {
    const { offset: start, length, entry } = region;
    const end = start + length;
    if (region === regions.bat) runs.push({ start, end, kind: "bat", label: "BAT", node: nodeId("bat") });
    else if (region === regions.metadata)
      runs.push({ start, end, kind: "metadata", label: "Metadata", node: nodeId("metadata") });
    else
      runs.push({
        start,
        end,
        kind: "region",
        label: regionTitle(region),
        node: nodeId("region", entry.index),
      });
  }
  return runs.sort((a, b) => a.start - b.start);
}

/**
 * The run that a block owns, from a MiB of the file on. It is shorter than the block where another block owns the rest, or where
 * the file ends.
 */
export function blockRun(layer: Layer, mib: number): FileRun {
  const owners = layer.bat?.owners ?? null;
  const owner = owners?.at(mib) ?? 0;
  const { geometry } = layer.structures;
  if (owner === 0 || geometry === null) throw new Error(`no block starts at ${mib} MiB`);
  const { kind, block } = geometry.entryAt(owner - 1);
  let next = mib + 1;
  while (owners?.at(next) === owner) next += 1;
  const run = { start: mib * MIB, end: Math.min(next * MIB, layer.store.size) };
  return kind === "bitmap"
    ? { ...run, kind, label: `Sector bitmap ${block}`, node: nodeId("bitmap", block) }
    : { ...run, kind: "block", label: `Payload block ${block}`, node: nodeId("block", block) };
}

/** The run for an unused part of the file. */
export function gapRun(layer: Layer, start: number, end: number): FileRun {
  const reserved = start >= HEADER_ITEMS_END && end <= HEADER_SECTION.end;
  const label = reserved ? "Header section, reserved" : `Unused, ${sizeText(end - start)}`;
  const unknown = layer.batChecked ? label : `Not known yet, ${sizeText(end - start)}`;
  return { start, end, kind: "gap", label: reserved ? label : unknown, node: nodeId("gap", start) };
}

/** Runs that hold neither a structure nor a block, in order. */
function* unoccupied(image: OpenedImage, layer: Layer): Generator<{ start: number; end: number }> {
  const owners = layer.bat?.owners ?? null;
  const { size } = layer.store;
  let at = 0;
  for (const structure of [...structureRuns(image, layer), { start: size, end: size }]) {
    const end = Math.min(structure.start, size);
    while (at < end) {
      const last = Math.ceil(end / MIB);
      const first = Math.floor(at / MIB);
      const free = owners === null ? first : owners.nextZero(first, last);
      if (free < 0) break;
      const start = Math.max(at, free * MIB);
      at = Math.min(end, (owners?.nextSet(free, last) ?? last) * MIB);
      if (start < at) yield { start, end: at };
    }
    at = Math.max(at, structure.end);
  }
}

/** Where the gap that holds an offset starts and ends. */
export function gapAt(image: OpenedImage, layer: Layer, offset: number): FileRun | null {
  for (const gap of gaps(image, layer)) if (gap.start <= offset && offset < gap.end) return gap;
  return null;
}

/** Gaps listed at most: a fragmented file can have as many gaps as blocks. */
const LISTED_GAPS = 10_000;

/** The gaps of the whole file, in order. */
export function gaps(image: OpenedImage, layer: Layer): readonly FileRun[] {
  const known = GAPS.get(layer);
  if (known !== undefined && known.checked === (layer.bat?.checked ?? 0)) return known.gaps;
  const found: FileRun[] = [];
  for (const { start, end } of unoccupied(image, layer)) {
    found.push(gapRun(layer, start, end));
    if (found.length === LISTED_GAPS) break;
  }
  GAPS.set(layer, { gaps: found, checked: layer.bat?.checked ?? 0 });
  return found;
}

const GAPS = new WeakMap<Layer, { gaps: readonly FileRun[]; checked: number }>();
