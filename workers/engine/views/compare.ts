import type { CompareRequest, Comparison, Difference, LayerRef } from "../../api/index.ts";
import { decode, type FieldSpec, type Struct } from "../../bytes/struct.ts";
import { bytesToHex, countText, offsetText, sizeText } from "../../bytes/text.ts";
import { readUpTo } from "../../store/store.ts";
import type { Bat } from "../../vhdx/bat.ts";
import { BAT_ENTRY_SIZE } from "../../vhdx/geometry.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../vhdx/header-section.ts";
import { header } from "../../vhdx/structs/header.ts";
import { regionTableEntry, regionTableHeader } from "../../vhdx/structs/region-table.ts";
import { entryWords } from "../bat-entry-words.ts";
import { describeTarget } from "../describe-target.ts";
import type { Layer } from "../layer.ts";
import type { OpenedImage } from "../opened-image.ts";
import { layerTitle } from "../report.ts";
import { valueText } from "./field-list.ts";

const SHOWN_BYTES = 32;
const LISTED = 5000;
/** Runs are compared in pieces of this size, so that a long zeroed run costs no memory. */
const WINDOW = 1024 * 1024;
/** Where the change of the file's size is listed. */
const FILE = "File";

class DifferenceList {
  readonly listed: Difference[] = [];
  omitted = 0;
  readonly byStructure = new Map<string, number>();
  /** By how many bytes B's file is longer than A's. */
  grown = 0;

  add(difference: Difference): void {
    this.byStructure.set(difference.structure, (this.byStructure.get(difference.structure) ?? 0) + 1);
    if (this.listed.length < LISTED) this.listed.push(difference);
    else this.omitted += 1;
  }
}

const hexAt = (layer: Layer, offset: number, length: number) =>
  bytesToHex(readUpTo(layer.store, offset, Math.min(length, SHOWN_BYTES)));

/** Differing fields of a structure that stands in two places. */
function compareStruct(
  a: { readonly layer: Layer; readonly offset: number },
  b: { readonly layer: Layer; readonly offset: number },
  struct: Struct,
  about: { readonly structure: string; readonly node: string; readonly prefix: string },
  list: DifferenceList,
): void {
  const bytesA = readUpTo(a.layer.store, a.offset, struct.size);
  const bytesB = readUpTo(b.layer.store, b.offset, struct.size);
  if (bytesA.length < struct.size || bytesB.length < struct.size) return;
  const valuesA = decode(struct, bytesA);
  const valuesB = decode(struct, bytesB);
  for (const [name, anySpec] of Object.entries(struct.fields)) {
    const spec = anySpec as FieldSpec;
    const textA = valueText(spec, valuesA[name] as never);
    const textB = valueText(spec, valuesB[name] as never);
    const same = bytesA
      .subarray(spec.offset, spec.offset + spec.length)
      .every((byte, index) => byte === bytesB[spec.offset + index]);
    if (same || (spec.kind === "bits" && textA === textB)) continue;
    list.add({
      structure: about.structure,
      node: about.node,
      sentence: `${about.prefix}${spec.label}: ${textA} -> ${textB}`,
      offsetA: a.offset + spec.offset,
      offsetB: b.offset + spec.offset,
      length: spec.length,
      bytesA: hexAt(a.layer, a.offset + spec.offset, spec.length),
      bytesB: hexAt(b.layer, b.offset + spec.offset, spec.length),
    });
  }
}

/** BAT entries of a run that differ, one difference an entry. */
function compareBat(
  a: Layer,
  b: Layer,
  batA: Bat | null,
  batB: Bat,
  start: number,
  end: number,
  list: DifferenceList,
): void {
  const first = Math.floor((start - batB.offset) / BAT_ENTRY_SIZE);
  const last = Math.min(batB.entries, Math.ceil((end - batB.offset) / BAT_ENTRY_SIZE));
  for (let index = first; index < last; index++) {
    const now = batB.halves(index);
    const then = batA?.halves(index) ?? { low: 0, high: 0 };
    if (now.low === then.low && now.high === then.high) continue;
    const { kind } = batB.geometry.entryAt(index);
    const offset = batB.offset + index * BAT_ENTRY_SIZE;
    list.add({
      structure: "BAT",
      node: `bat/entry/${index}`,
      sentence: `Entry ${index.toLocaleString("en-US")}: ${entryWords(kind, then.low, then.high)} -> ${entryWords(kind, now.low, now.high)}`,
      offsetA: offset,
      offsetB: offset,
      length: BAT_ENTRY_SIZE,
      bytesA: hexAt(a, offset, BAT_ENTRY_SIZE),
      bytesB: hexAt(b, offset, BAT_ENTRY_SIZE),
    });
  }
}

/** Differing runs of bytes of a structure without entries of its own. */
function compareBytes(a: Layer, b: Layer, start: number, end: number, list: DifferenceList): void {
  for (let from = start; from < end; from += WINDOW) {
    const length = Math.min(WINDOW, end - from);
    const bytesA = readUpTo(a.store, from, length);
    const bytesB = readUpTo(b.store, from, length);
    let runStart = -1;
    let lastDifferent = -1;
    const close = (until: number) => {
      const offset = from + runStart;
      const size = until - runStart;
      const target = describeTarget(b, offset, size);
      list.add({
        structure: target.text,
        node: target.node,
        sentence: `${countText(size, "byte")} at ${offsetText(offset)} ${bytesA.length <= runStart ? "are new" : "changed"}`,
        offsetA: offset,
        offsetB: offset,
        length: size,
        bytesA: hexAt(a, offset, size),
        bytesB: hexAt(b, offset, size),
      });
    };
    for (let at = 0; at < bytesB.length; at++) {
      const differs = at >= bytesA.length ? bytesB[at] !== 0 : bytesA[at] !== bytesB[at];
      if (!differs) {
        // Differences a few bytes apart are one change to a reader.
        if (runStart >= 0 && at - lastDifferent >= 16) {
          close(lastDifferent + 1);
          runStart = -1;
        }
        continue;
      }
      if (runStart < 0) runStart = at;
      lastDifferent = at;
    }
    if (runStart >= 0) close(lastDifferent + 1);
  }
}

function compareRegionTable(
  a: Layer,
  offsetA: number,
  b: Layer,
  offsetB: number,
  copy: number,
  list: DifferenceList,
): void {
  const structure = `Region table ${copy}`;
  const sideA = { layer: a, offset: offsetA };
  const sideB = { layer: b, offset: offsetB };
  compareStruct(
    sideA,
    sideB,
    regionTableHeader,
    { structure, node: `region-table/${copy}`, prefix: "" },
    list,
  );
  const entriesA = a.structures.regions.tables[offsetA === REGION_TABLE_OFFSETS[0] ? 0 : 1].entries.length;
  const entriesB = b.structures.regions.tables[offsetB === REGION_TABLE_OFFSETS[0] ? 0 : 1].entries.length;
  for (let index = 0; index < Math.max(entriesA, entriesB); index++) {
    const within = regionTableHeader.size + index * regionTableEntry.size;
    compareStruct(
      { layer: a, offset: offsetA + within },
      { layer: b, offset: offsetB + within },
      regionTableEntry,
      { structure, node: `region-table/${copy}/entry/${index}`, prefix: `Entry ${index}, ` },
      list,
    );
  }
}

/** Runs that either layer writes, merged. */
function writtenRuns(a: Layer, b: Layer): readonly { start: number; end: number }[] {
  const all = [...a.store.changedRuns(), ...b.store.changedRuns()].toSorted((x, y) => x.start - y.start);
  const merged: { start: number; end: number }[] = [];
  for (const run of all) {
    const last = merged.at(-1);
    if (last !== undefined && run.start <= last.end) last.end = Math.max(last.end, run.end);
    else merged.push({ ...run });
  }
  return merged;
}

function compareLayers(a: Layer, b: Layer, list: DifferenceList): void {
  const { bat } = b.structures;
  for (const { start, end } of writtenRuns(a, b)) {
    let rest = start;
    for (const [index, offset] of REGION_TABLE_OFFSETS.entries()) {
      if (rest < offset + 65536 && end > offset) {
        compareRegionTable(a, offset, b, offset, index + 1, list);
        rest = Math.max(rest, Math.min(end, offset + 65536));
      }
    }
    if (bat !== null && rest < bat.offset + bat.byteLength && end > bat.offset) {
      if (rest < bat.offset) compareBytes(a, b, rest, bat.offset, list);
      const batEnd = Math.min(end, bat.offset + bat.byteLength);
      compareBat(a, b, a.structures.bat, bat, Math.max(rest, bat.offset), batEnd, list);
      rest = batEnd;
    }
    // Growth alone is said in a sentence of its own.
    const known = Math.max(a.store.size, b.store.size);
    if (rest < end) compareBytes(a, b, rest, Math.min(end, known), list);
  }
  if (a.store.size !== b.store.size) {
    list.grown = b.store.size - a.store.size;
    const smaller = Math.min(a.store.size, b.store.size);
    list.add({
      structure: FILE,
      node: null,
      sentence: `The file ${sizeWord(list.grown)} from ${sizeText(a.store.size)} to ${sizeText(b.store.size)}`,
      offsetA: smaller,
      offsetB: smaller,
      length: Math.abs(list.grown),
      bytesA: hexAt(a, smaller, SHOWN_BYTES),
      bytesB: hexAt(b, smaller, SHOWN_BYTES),
    });
  }
}

const sizeWord = (grown: number) => (grown > 0 ? "grows" : "shrinks");

function summaryOf(list: DifferenceList): string {
  if (list.byStructure.size === 0) return "No difference.";
  const parts = [...list.byStructure].slice(0, 6).map(([structure, count]) => {
    if (structure === "BAT") return `BAT: ${countText(count, "entry", "entries")} changed`;
    if (structure === FILE) return `File: ${sizeWord(list.grown)} by ${sizeText(Math.abs(list.grown))}`;
    return `${structure}: ${countText(count, "difference")}`;
  });
  const more = list.byStructure.size > 6 ? `; and ${list.byStructure.size - 6} more structures` : "";
  return `${parts.join("; ")}${more}.`;
}

/** A layer that stands in for another is named after the one asked for. */
function sideTitle({ image, layer }: CompareSide, ref: LayerRef): string {
  return ref.name === "replayed" && layer.name === "original"
    ? "Replayed (nothing to replay)"
    : layerTitle(image, layer);
}

/** A layer and the image that it belongs to. */
export interface CompareSide {
  readonly image: OpenedImage;
  readonly layer: Layer;
}

/** Holds two layers, the two headers or the two region tables against each other. */
export function compare(sideOf: (ref: LayerRef) => CompareSide, request: CompareRequest): Comparison {
  const list = new DifferenceList();
  let titles: readonly [string, string];
  if (request.kind === "layers") {
    const sideA = sideOf(request.a);
    const sideB = sideOf(request.b);
    const a = sideA.layer;
    const b = sideB.layer;
    titles = [sideTitle(sideA, request.a), sideTitle(sideB, request.b)];
    if (a !== b) compareLayers(a, b, list);
  } else {
    const { layer } = sideOf(request.layer);
    if (request.kind === "headers") {
      titles = ["Header 1", "Header 2"];
      const about = { structure: "Header", node: "header/2", prefix: "" };
      compareStruct(
        { layer, offset: HEADER_OFFSETS[0] },
        { layer, offset: HEADER_OFFSETS[1] },
        header,
        about,
        list,
      );
    } else {
      titles = ["Region table 1", "Region table 2"];
      compareRegionTable(layer, REGION_TABLE_OFFSETS[0], layer, REGION_TABLE_OFFSETS[1], 2, list);
    }
  }
  return {
    titleA: titles[0],
    titleB: titles[1],
    summary: summaryOf(list),
    differences: list.listed,
    omitted: list.omitted,
  };
}
