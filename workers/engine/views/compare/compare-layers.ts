import type { Difference } from "../../../api/index.ts";
import { countText, offsetText, sizeText } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import type { Bat } from "../../../vhdx/bat/bat.ts";
import { BAT_ENTRY_SIZE } from "../../../shared/geometry.ts";
import { REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import { REGION_TABLE_SIZE } from "../../../vhdx/structs/region-table.ts";
import { entryWords } from "../../report/bat-entry-words.ts";
import { describeTarget } from "../../report/describe-target.ts";
import type { Layer } from "../../image/layer.ts";
import { compareRegionTable } from "./compare-structs.ts";
import { type DifferenceList, FILE, hexAt, WINDOW } from "./differences.ts";
import { nodeId } from "../../../shared/node-id.ts";

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
      node: nodeId("bat/entry", index),
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

/** Runs that either layer writes, merged. */
function writtenRuns(a: Layer, b: Layer): readonly { start: number; end: number }[] {
  const all = [...a.store.writtenRuns(), ...b.store.writtenRuns()].toSorted((x, y) => x.start - y.start);
  const merged: { start: number; end: number }[] = [];
  for (const run of all) {
    const last = merged.at(-1);
    if (last !== undefined && run.start <= last.end) last.end = Math.max(last.end, run.end);
    else merged.push({ ...run });
  }
  return merged;
}

/** A run too long to be looked at. */
function uncompared(a: Layer, b: Layer, offset: number, length: number): Difference {
  const target = describeTarget(b, offset, length);
  return {
    structure: target.text,
    node: target.node,
    sentence: `${sizeText(length)} at ${offsetText(offset)} are written anew; too much to be compared here`,
    offsetA: offset,
    offsetB: offset,
    length,
    bytesA: hexAt(a, offset, length),
    bytesB: hexAt(b, offset, length),
  };
}

/** A run as the structures that it touches: region tables and BAT entry by entry, the rest byte by byte. */
function compareRun(
  a: Layer,
  b: Layer,
  start: number,
  end: number,
  seen: Set<number>,
  list: DifferenceList,
): void {
  const { bat } = b.structures;
  let rest = start;
  for (const [index, offset] of REGION_TABLE_OFFSETS.entries()) {
    if (rest < offset + REGION_TABLE_SIZE && end > offset) {
      // Whole, however many runs touch it.
      if (!seen.has(offset)) compareRegionTable(a, offset, b, offset, index + 1, list);
      seen.add(offset);
      rest = Math.max(rest, Math.min(end, offset + REGION_TABLE_SIZE));
    }
  }
  if (bat !== null && rest < bat.offset + bat.byteLength && end > bat.offset) {
    if (rest < bat.offset) compareBytes(a, b, rest, bat.offset, list);
    const batEnd = Math.min(end, bat.offset + bat.byteLength);
    compareBat(a, b, a.structures.bat, bat, Math.max(rest, bat.offset), batEnd, list);
    rest = batEnd;
  }
  if (rest < end) compareBytes(a, b, rest, end, list);
}

/** Everything that either layer writes, held against the other one. */
export function compareLayers(a: Layer, b: Layer, list: DifferenceList): void {
  const seen = new Set<number>();
  for (const { start, end } of writtenRuns(a, b)) {
    const length = end - start;
    if (length <= list.left) {
      list.left -= length;
      compareRun(a, b, start, end, seen, list);
    } else list.add(uncompared(a, b, start, length));
  }
  // Growth alone is said in a sentence of its own.
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
      bytesA: hexAt(a, smaller, Math.abs(list.grown)),
      bytesB: hexAt(b, smaller, Math.abs(list.grown)),
    });
  }
}

/** "grows" or "shrinks". */
export const sizeWord = (grown: number): string => (grown > 0 ? "grows" : "shrinks");
