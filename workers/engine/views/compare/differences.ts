import type { Difference } from "../../../api/index.ts";
import { bytesToHex } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import type { Layer } from "../../image/layer.ts";

export const SHOWN_BYTES = 32;
const LISTED = 5000;
/** Runs are compared in pieces of this size, so that a long zeroed run costs no memory. */
export const WINDOW = 1024 * 1024;
/** Bytes compared in one answer; what is written beyond is said to be, without a look at it. */
const MOST_COMPARED = 256 * WINDOW;
/** Where the change of the file's size is listed. */
export const FILE = "File";

/** What a comparison finds, as far as it is listed. */
export class DifferenceList {
  readonly listed: Difference[] = [];
  omitted = 0;
  readonly byStructure = new Map<string, number>();
  /** By how many bytes B's file is longer than A's. */
  grown = 0;
  /** Bytes that are still compared: a zeroed run can be as long as the log says. */
  left = MOST_COMPARED;

  add(difference: Difference): void {
    this.byStructure.set(difference.structure, (this.byStructure.get(difference.structure) ?? 0) + 1);
    if (this.listed.length < LISTED) this.listed.push(difference);
    else this.omitted += 1;
  }
}

export const hexAt = (layer: Layer, offset: number, length: number) =>
  bytesToHex(readUpTo(layer.store, offset, Math.min(length, SHOWN_BYTES)));
