import { MUST_REFUSE, NOT_KNOWN, OPENS, REFUSES_CHILDREN, rules } from "../rule.ts";

/** Entries of sector bitmap blocks, MS-VHDX 2.5.1.2, and the bits in the bitmaps, 2.4. */
export const BITMAPS = rules({
  "bat-bitmap-without-parent": {
    severity: "error",
    spec: "2.5.1.2",
    what: "A disk without a parent has a sector bitmap.",
    plain: "the file has a list of what is in its parent disk, but the disk has no parent",
    means: "Nothing is lost if the disk has no parent. If it has one, the parent's data is shown as zeros.",
    hyperV: MUST_REFUSE,
    qemu: "Opens it, unless a block of the disk would not fit at that place.",
    fix: "Look at the data there: the entry may be a block's that stands in the wrong place. Else clear the entry.",
  },
  "bat-bitmap-stray-state": {
    severity: "warning",
    spec: "2.5.1.2",
    what: "On a disk without a parent, the entry of a sector bitmap is not zero, but names no bitmap either.",
    plain: "an unused entry of the table that says where the disk's blocks lie is not zero",
    means:
      "Nothing is lost: no reader looks at it. QEMU before 7.2.2 and 8.0 leaves such entries (its issue 727).",
    hyperV: NOT_KNOWN,
    qemu: OPENS,
    fix: "Clear the entry.",
  },
  "bat-bitmap-reserved-state": {
    severity: "error",
    spec: "2.5.1.2",
    what: "A sector bitmap's state is not defined.",
    plain: "the list of what is in the parent disk is in a state that is not defined",
    means: "Blocks that are partly in the parent can't be read.",
    hyperV: "Not known; Microsoft's open-source reader treats state 7 as present.",
    qemu: REFUSES_CHILDREN,
    fix: "Make the bitmap present if its offset is possible, else not present.",
  },
  "bat-partial-without-bitmap": {
    severity: "error",
    spec: "2.5.1.2",
    what: "A block is PARTIALLY_PRESENT, but its sector bitmap is missing.",
    plain:
      "a block of the disk is partly in the parent disk, but the list of the parts that are there is missing",
    means: "Nothing says which sectors of the block are in this file and which are in the parent.",
    hyperV: MUST_REFUSE,
    qemu: REFUSES_CHILDREN,
    fix: "Compare the block with the parent's. Then make all of the block present, or read all of it from the parent.",
  },
  "bat-bitmap-unused": {
    severity: "info",
    spec: "2.5.1.2",
    what: "A sector bitmap is present, but none of its blocks is PARTIALLY_PRESENT.",
    plain: null,
    means: "Nothing is lost: the bitmap is not used. It takes 1 MiB of the file.",
    hyperV: NOT_KNOWN,
    qemu: REFUSES_CHILDREN,
    fix: null,
  },
  "bitmap-stale-bits": {
    severity: "info",
    spec: "2.4",
    what: "A sector bitmap has bits set for a block without contents in this file.",
    plain: null,
    means:
      "Nothing is lost now. If a program starts to use the block without clearing the bits, garbage appears instead of the parent's contents.",
    hyperV: NOT_KNOWN,
    qemu: REFUSES_CHILDREN,
    fix: "Clear the bits.",
  },
  "bitmap-bits-beyond-disk": {
    severity: "info",
    spec: "2.4",
    what: "A sector bitmap has bits set past the end of the disk.",
    plain: null,
    means: "Nothing is lost: no sector of the disk uses them. The disk may have been larger.",
    hyperV: NOT_KNOWN,
    qemu: REFUSES_CHILDREN,
    fix: "Clear the bits.",
  },
  "bitmap-block-empty": {
    severity: "info",
    spec: "2.4",
    what: "A block is PARTIALLY_PRESENT, but its sector bitmap marks none of its sectors as present.",
    plain: null,
    means:
      "The whole block is read from the parent, although it takes space in this file. If the bitmap is damaged, changes are hidden.",
    hyperV: NOT_KNOWN,
    qemu: REFUSES_CHILDREN,
    fix: "Look at the block's data in this file. If there is none, make the block NOT_PRESENT.",
  },
});
