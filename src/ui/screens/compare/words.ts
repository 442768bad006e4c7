import { countText } from "../../../../workers/shared/text.ts";
import type { FilePart } from "../../../state/compare.ts";

/** All text of the Compare screen. */
export const WORDS = {
  compare: "Compare",

  kinds: {
    layers: "Layers",
    headers: "Header 1 and 2",
    regionTables: "Region table 1 and 2",
    parent: "Parent",
    otherFile: "Other file",
  },
  ancestor: "Ancestor",
  question: "What did this checkpoint change?",
  cantCompare: "Can't compare.",
  differencesHeight: "Height of the differences",
  bytesHeight: "Height of the bytes",
  same: "Both sides are the same, byte for byte.",

  /** Of two files only what was compared can be said to be the same. */
  samePart: {
    structures:
      "Identifier, headers, region tables, metadata and BAT are the same. Logs and blocks were not compared.",
    disks: "The disks read the same in these blocks.",
  } satisfies Readonly<Record<FilePart, string>>,
  notYet: "Not compared yet: Compare disks reads both.",
  notCompared: "Not compared.",

  sides: {
    a: "Side A",
    b: "Side B",

    /** Before and after the number of log entries. */
    upTo: "up to entry",
    of: (entries: number) => `of ${entries}`,
    replayedUpTo: (side: string) => `${side} replayed up to entry`,
  },

  files: {
    other: "Other file, side A",
    part: "What is compared",
    structures: "Structures",
    disks: "Virtual disks",

    /** Before each of the two numbers of blocks. */
    blocks: "blocks",
    to: "to",
    from: "From block",
    toBlock: "To block",
    comparing: "Comparing…",
    compareDisks: "Compare disks",
    compareStructures: "Compare structures",
  },

  differences: {
    title: "Differences",
    count: (nth: number, of: number) => `${nth} of ${of}`,
    previous: "Previous difference",
    next: "Next difference",
    notListed: (differences: number) => `${countText(differences, "more difference")} not listed.`,
    structure: "Structure",
    difference: "Difference",
    bytes: "Bytes",
    length: "Length",
    offset: "Offset",
    offsetA: "Offset in A",
    offsetB: "Offset in B",
    noBytes: "none",
  },

  panes: {
    titleA: (title: string) => `Side A: ${title}`,
    titleB: (title: string) => `Side B: ${title}`,
    letterA: "A",
    letterB: "B",
    bytesA: "Bytes of side A",
    bytesB: "Bytes of side B",

    /** Beside bytes that differ, and for screen readers at the cursor. */
    differs: "differs",
  },
} as const;
