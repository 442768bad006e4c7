import type { FileMapPiece } from "../../api/index.ts";
import { MIB, roundUp } from "../../bytes/numbers.ts";
import { offsetText, sizeText } from "../../bytes/text.ts";
import {
  HEADER_ITEMS_END,
  HEADER_OFFSETS,
  HEADER_SECTION,
  REGION_TABLE_OFFSETS,
  SLOT,
} from "../../vhdx/header-section.ts";
import type { Layer } from "../layer.ts";
import type { OpenedImage } from "../opened-image.ts";

/** A run of the file with one purpose. */
export interface FileRun {
  readonly start: number;
  readonly end: number;
  readonly kind: Exclude<FileMapPiece["kind"], "mixed">;
  readonly label: string;
  readonly node: string;
}

/** The structures with a place of their own, by offset; overlapping ones as they come. */
export function structureRuns(image: OpenedImage, layer: Layer): FileRun[] {
  const runs: FileRun[] = [
    { start: 0, end: SLOT, kind: "identifier", label: "File type identifier", node: "identifier" },
  ];
  for (const [index, start] of HEADER_OFFSETS.entries()) {
    const nth = index + 1;
    runs.push({ start, end: start + SLOT, kind: "header", label: `Header ${nth}`, node: `header/${nth}` });
  }
  for (const [index, start] of REGION_TABLE_OFFSETS.entries()) {
    const nth = index + 1;
    runs.push({
      start,
      end: start + SLOT,
      kind: "region-table",
      label: `Region table ${nth}`,
      node: `region-table/${nth}`,
    });
  }
  const { log } = image.headers;
  if (log !== null)
    runs.push({ start: log.offset, end: log.offset + log.length, kind: "log", label: "Log", node: "log" });
  for (const { offset, length, entry } of layer.structures.regions.all) {
    const end = offset + length;
    if (entry.name === "BAT") runs.push({ start: offset, end, kind: "bat", label: "BAT", node: "bat" });
    else if (entry.name === "Metadata")
      runs.push({ start: offset, end, kind: "metadata", label: "Metadata", node: "metadata" });
    else
      runs.push({
        start: offset,
        end,
        kind: "region",
        label: `Region ${entry.values.guid}`,
        node: `region/${entry.index}`,
      });
  }
  return runs.sort((a, b) => a.start - b.start);
}

/** Where blocks stand in the file, in MiB, by offset. */
interface BlockPlaces {
  /** Entries of the BAT that were checked to know this. */
  readonly checked: number;
  /** Where runs begin that belong to one block. */
  readonly runs: Uint32Array;
  /** The first run of each block; in a broken BAT a sector bitmap can cut a block in two. */
  readonly blocks: Uint32Array;
}

const NOWHERE: BlockPlaces = { checked: 0, runs: new Uint32Array(0), blocks: new Uint32Array(0) };

/** Where blocks stand; nowhere until the BAT's check has owners to tell. */
export function blockPlaces(layer: Layer): BlockPlaces {
  const owners = layer.bat?.owners ?? null;
  if (owners === null) return NOWHERE;
  const checked = layer.bat?.checked ?? 0;
  const known = PLACES.get(owners);
  if (known?.checked === checked) return known;
  const reach = blockMib(layer);
  const isRun = (mib: number) => owners[mib] !== 0 && owners[mib] !== owners[mib - 1];
  const isFirst = (mib: number) => {
    for (let before = mib - 1; before > mib - reach; before--)
      if (owners[before] === owners[mib]) return false;
    return true;
  };
  let count = 0;
  for (let mib = 0; mib < owners.length; mib++) if (isRun(mib)) count += 1;
  const runs = new Uint32Array(count);
  let next = 0;
  for (let mib = 0; mib < owners.length; mib++) if (isRun(mib)) runs[next++] = mib;
  const places = { checked, runs, blocks: runs.filter(isFirst) };
  PLACES.set(owners, places);
  return places;
}

/** By the owners that they come from, so that they go with the layer. */
const PLACES = new WeakMap<Uint32Array, BlockPlaces>();

const blockMib = (layer: Layer) => (layer.structures.geometry?.blockSize ?? MIB) / MIB;

/** Index of the first element of a sorted array that is `value` or more. */
export function firstAtOrAfter(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The run that a block owns from a MiB of the file on. Less than the whole block where another one took the rest
 * first, or where the file ends.
 */
export function blockRun(layer: Layer, mib: number): FileRun {
  const owners = layer.bat?.owners ?? new Uint32Array(0);
  const owner = owners[mib] ?? 0;
  const { geometry } = layer.structures;
  if (owner === 0 || geometry === null) throw new Error(`no block starts at ${mib} MiB`);
  const { kind, block } = geometry.entryAt(owner - 1);
  let next = mib + 1;
  while (owners[next] === owner) next += 1;
  const run = { start: mib * MIB, end: Math.min(next * MIB, layer.store.size) };
  return kind === "bitmap"
    ? { ...run, kind, label: `Sector bitmap ${block}`, node: `bitmap/${block}` }
    : { ...run, kind: "block", label: `Payload block ${block}`, node: `block/${block}` };
}

/** Structures and blocks whose runs touch `[from, to)`, by start. */
export function* occupiedRuns(
  image: OpenedImage,
  layer: Layer,
  from: number,
  to: number,
): Generator<FileRun> {
  const structures = structureRuns(image, layer).filter((run) => run.end > from && run.start < to);
  const { runs } = blockPlaces(layer);
  let next = firstAtOrAfter(runs, Math.max(0, Math.floor(from / MIB) - blockMib(layer) + 1));
  let upcoming = structures.shift();
  for (;;) {
    const mib = runs[next];
    if (upcoming !== undefined && (mib === undefined || upcoming.start <= mib * MIB)) {
      yield upcoming;
      upcoming = structures.shift();
    } else if (mib !== undefined && mib * MIB < to) {
      const run = blockRun(layer, mib);
      if (run.end > from) yield run;
      next += 1;
    } else return;
  }
}

/** All of `[from, to)` as runs without gaps between them: what nothing occupies is a gap. */
export function* fileRuns(image: OpenedImage, layer: Layer, from: number, to: number): Generator<FileRun> {
  if (from >= to) return;
  let at = from;
  for (const run of occupiedRuns(image, layer, from, to)) {
    if (run.start > at) yield gapRun(layer, at, run.start);
    // Where structures overlap, one that started before may already have gone past the end.
    if (at >= to) return;
    if (run.end > at) yield run.start < at ? { ...run, start: at } : run;
    at = Math.max(at, run.end);
  }
  if (at < to) yield gapRun(layer, at, to);
}

function gapRun(layer: Layer, start: number, end: number): FileRun {
  const reserved = start >= HEADER_ITEMS_END && end <= HEADER_SECTION.end;
  const label = reserved ? "Header section, reserved" : `Unused, ${sizeText(end - start)}`;
  const unknown = layer.batChecked ? label : `Not known yet, ${sizeText(end - start)}`;
  return { start, end, kind: "gap", label: reserved ? label : unknown, node: `gap/${start}` };
}

/** Where the gap that holds an offset starts and ends. */
export function gapAt(image: OpenedImage, layer: Layer, offset: number): FileRun | null {
  for (const gap of gaps(image, layer)) if (gap.start <= offset && offset < gap.end) return gap;
  return null;
}

/** Gaps listed: a fragmented file can have as many as it has blocks. */
const LISTED_GAPS = 10_000;

/** The gaps of the whole file, in order. */
export function gaps(image: OpenedImage, layer: Layer): readonly FileRun[] {
  const known = GAPS.get(layer);
  if (known !== undefined && known.checked === (layer.bat?.checked ?? 0)) return known.gaps;
  const found: FileRun[] = [];
  for (const run of fileRuns(image, layer, 0, layer.store.size)) {
    if (run.kind === "gap") found.push(run);
    if (found.length === LISTED_GAPS) break;
  }
  GAPS.set(layer, { gaps: found, checked: layer.bat?.checked ?? 0 });
  return found;
}

const GAPS = new WeakMap<Layer, { gaps: readonly FileRun[]; checked: number }>();

/** "68 MiB" for a block's place, and its end. */
export function runText(run: FileRun): string {
  return `${offsetText(run.start)} to ${offsetText(roundUp(run.end, 1))}`;
}
