import { rules } from "../rule.ts";

/** Entries of the block allocation table, MS-VHDX 2.5. */
export const BAT = rules({
  "bat-too-small": {
    severity: "fatal",
    spec: "2.5",
    what: "The BAT region is too small for the disk.",
    plain: "the table that says where the disk's blocks lie is too small for the disk",
  },
  "bat-overlaps-structure": {
    severity: "error",
    spec: "2.1",
    what: "A block is said to lie over the headers, the log or a region.",
    plain: "a block of the disk is said to lie where the file keeps its own tables",
  },
  "bat-offset-zero": {
    severity: "error",
    spec: "2.5.1",
    what: "A block that is present is said to lie at offset 0.",
    plain: "a block of the disk is said to lie at the very start of the file, where none can lie",
  },
  "bat-beyond-file": {
    severity: "error",
    spec: "2.5.1",
    what: "A block reaches past the end of the file.",
    plain: "a block of the disk lies past the end of the file, which was cut off or copied in part",
  },
  "bat-reserved-bits": {
    severity: "error",
    spec: "2.5.1",
    what: "Bits that are reserved in an entry are set.",
    plain: "the note of where a block of the disk lies has marks that it must not have",
  },
  "bat-reserved-state": {
    severity: "error",
    spec: "2.5.1.1",
    what: "A block's state is not defined.",
    plain: "a block of the disk is in a state that is not defined",
  },
  "bat-duplicate-offset": {
    severity: "error",
    spec: "2.5.1",
    what: "Two blocks are said to lie at one offset.",
    plain: "two blocks of the disk are said to lie in the same place",
  },
  "bat-overlap": {
    severity: "error",
    spec: "2.5.1",
    what: "Two blocks overlap.",
    plain: "two blocks of the disk are said to lie over each other",
  },
  "bat-partial-without-parent": {
    severity: "error",
    spec: "2.5.1.1",
    what: "A block of a disk without a parent is PARTIALLY_PRESENT.",
    plain: "a block of the disk is said to be partly in a parent disk, but the disk has none",
  },
  "bat-bitmap-without-parent": {
    severity: "error",
    spec: "2.5.1.2",
    what: "A disk without a parent has a sector bitmap.",
    plain: "the file has a note of what is in a parent disk, but the disk has none",
  },
  "bat-bitmap-reserved-state": {
    severity: "error",
    spec: "2.5.1.2",
    what: "A sector bitmap's state is not defined.",
    plain: "the note of what is in the parent disk is in a state that is not defined",
  },
  "bat-partial-without-bitmap": {
    severity: "error",
    spec: "2.5.1.2",
    what: "A block is PARTIALLY_PRESENT, but its sector bitmap is not there.",
    plain: "a block of the disk is partly in the parent disk, and the note of which part that is is missing",
  },
  "bat-last-block-short": {
    severity: "info",
    spec: "2.4",
    what: "The file ends inside the last block, past the disk's end, as qemu leaves fixed disks.",
    plain: null,
  },
  "bat-findings-omitted": {
    severity: "info",
    spec: null,
    what: "More findings about the BAT than are listed.",
    plain: null,
  },
});
