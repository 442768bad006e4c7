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

/** The MiBs of the file in which a block starts, by offset; empty until the BAT's check has owners to tell. */
export function blockStarts(layer: Layer): Uint32Array {
  const owners = layer.bat?.owners ?? null;
  if (owners === null) return new Uint32Array(0);
  const known = STARTS.get(owners);
  if (known !== undefined && known.checked === layer.bat?.checked) return known.starts;
  let count = 0;
  for (let mib = 0; mib < owners.length; mib++)
    if (owners[mib] !== 0 && owners[mib] !== owners[mib - 1]) count++;
  const starts = new Uint32Array(count);
  let next = 0;
  for (let mib = 0; mib < owners.length; mib++) {
    if (owners[mib] !== 0 && owners[mib] !== owners[mib - 1]) starts[next++] = mib;
  }
  STARTS.set(owners, { starts, checked: layer.bat?.checked ?? 0 });
  return starts;
}

/** By the owners that they come from, so that they go with the layer. */
const STARTS = new WeakMap<Uint32Array, { starts: Uint32Array; checked: number }>();

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

/** The block that starts at a MiB of the file. */
export function blockRun(layer: Layer, mib: number): FileRun {
  const owner = (layer.bat?.owners?.[mib] ?? 0) - 1;
  const { geometry } = layer.structures;
  if (owner < 0 || geometry === null) throw new Error(`no block starts at ${mib} MiB`);
  const { kind, block } = geometry.entryAt(owner);
  const start = mib * MIB;
  if (kind === "bitmap")
    return { start, end: start + MIB, kind, label: `Sector bitmap ${block}`, node: `bitmap/${block}` };
  const end = start + geometry.blockSize;
  return { start, end, kind: "block", label: `Payload block ${block}`, node: `block/${block}` };
}

/** Structures and blocks whose runs touch `[from, to)`, by start. */
export function* occupiedRuns(
  image: OpenedImage,
  layer: Layer,
  from: number,
  to: number,
): Generator<FileRun> {
  const structures = structureRuns(image, layer).filter((run) => run.end > from && run.start < to);
  const starts = blockStarts(layer);
  const reach = (layer.structures.geometry?.blockSize ?? MIB) / MIB;
  let next = firstAtOrAfter(starts, Math.max(0, Math.floor(from / MIB) - reach + 1));
  let upcoming = structures.shift();
  for (;;) {
    const mib = starts[next];
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
  let at = from;
  for (const run of occupiedRuns(image, layer, from, to)) {
    if (run.start > at) yield gapRun(layer, at, run.start);
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
