/**
 * A sign for each payload state but 0 and 6, on a square of 10 by 10, so that colour is never the only sign. Cells and legend
 * draw the same paths.
 */
export const STATE_GLYPHS: Readonly<Record<number, string>> = {
  1: "M5 3 V7",
  2: "M4.5 5 H5.5 M5 4.5 V5.5",
  3: "M3 5 H7",
  4: "M2.5 2.5 L7.5 7.5 M7.5 2.5 L2.5 7.5",
  5: "M2.5 2.5 L7.5 7.5 M7.5 2.5 L2.5 7.5",
  7: "M1.5 8.5 L8.5 1.5",
};

/** The upper right corner of a cell: the replay changes some of its blocks. */
export const CHANGED_GLYPH = "M5 0 H10 V5 Z";
/** The upper left corner of a cell: a finding is about some of its blocks. */
export const PROBLEM_GLYPH = "M0 0 H5 L0 5 Z";
