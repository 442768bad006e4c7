import type { Difference } from "../../../api/index.ts";
import { bytesToHex } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import type { Layer } from "../../image/layer.ts";

export const SHOWN_BYTES = 32;
const LISTED = 5000;
/** Runs are compared in pieces of this size, so that a long zeroed run costs no memory. */
export const WINDOW = 1024 * 1024;
/** Bytes compared in one answer; writes past that are listed without a comparison. */
const MOST_COMPARED = 256 * WINDOW;
/** The heading of a change of the file's size. */
export const FILE = "File";

/** The differences that a comparison lists. */
export class DifferenceList {
  readonly listed: Difference[] = [];
  omitted = 0;
  readonly byStructure = new Map<string, number>();
  /** By how many bytes B's file is longer than A's. */
  grown = 0;
  /** Bytes that may still be compared: a zeroed run can be as long as the log says. */
  left = MOST_COMPARED;

  /** Whether further differences are only counted. */
  get isFull(): boolean {
    return this.listed.length >= LISTED;
  }

  add(difference: Difference): void {
    this.#count(difference.structure);
    if (this.isFull) this.omitted += 1;
    else this.listed.push(difference);
  }

  /** Counts a difference without listing it. */
  skip(structure: string): void {
    this.#count(structure);
    this.omitted += 1;
  }

  #count(structure: string): void {
    this.byStructure.set(structure, (this.byStructure.get(structure) ?? 0) + 1);
  }
}

export const hexAt = (layer: Layer, offset: number, length: number) =>
  bytesToHex(readUpTo(layer.store, offset, Math.min(length, SHOWN_BYTES)));
