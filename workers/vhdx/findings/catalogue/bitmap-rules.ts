import { MUST_REFUSE, NOT_KNOWN, REFUSES_CHILDREN, rules } from "../rule.ts";

/** Entries of sector bitmap blocks, MS-VHDX 2.5.1.2, and what stands in the bitmaps, 2.4. */
export const BITMAPS = rules({
  "bat-bitmap-without-parent": {
    severity: "error",
    spec: "2.5.1.2",
    what: "A disk without a parent has a sector bitmap.",
    plain: "the file has a note of what is in a parent disk, but the disk has none",
    means:
      "Nothing is lost if the disk has no parent. If it has one, what is in the parent is shown as zeros.",
    hyperV: MUST_REFUSE,
    qemu: "Opens it, unless a block of the disk would not fit at that place.",
    fix: "Clear the entry.",
  },
  "bat-bitmap-reserved-state": {
    severity: "error",
    spec: "2.5.1.2",
    what: "A sector bitmap's state is not defined.",
    plain: "the note of what is in the parent disk is in a state that is not defined",
    means: "Blocks that are partly in the parent can't be read.",
    hyperV: "Not known; Microsoft's open-source reader takes state 7 for present.",
    qemu: REFUSES_CHILDREN,
    fix: "Make the bitmap present where it lies at a sound place, else not present.",
  },
  "bat-partial-without-bitmap": {
    severity: "error",
    spec: "2.5.1.2",
    what: "A block is PARTIALLY_PRESENT, but its sector bitmap is not there.",
    plain: "a block of the disk is partly in the parent disk, and the note of which part that is is missing",
    means: "Nothing says which sectors of the block are of this file and which of the parent.",
    hyperV: MUST_REFUSE,
    qemu: REFUSES_CHILDREN,
    fix: "Compare the block with the parent's, and make it present as a whole, or leave it to the parent.",
  },
  "bat-bitmap-unused": {
    severity: "info",
    spec: "2.5.1.2",
    what: "A sector bitmap is present, but no block that it is for is PARTIALLY_PRESENT.",
    plain: null,
    means: "Nothing is lost: the bitmap is not asked. It takes 1 MiB of the file.",
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
      "Nothing is lost as it is. A writer that takes the block into use without clearing them would show garbage instead of the parent's contents.",
    hyperV: NOT_KNOWN,
    qemu: REFUSES_CHILDREN,
    fix: "Clear the bits.",
  },
  "bitmap-bits-beyond-disk": {
    severity: "info",
    spec: "2.4",
    what: "A sector bitmap has bits set past the end of the disk.",
    plain: null,
    means: "Nothing is lost: no sector is read through them. The disk may have been larger.",
    hyperV: NOT_KNOWN,
    qemu: REFUSES_CHILDREN,
    fix: "Clear the bits.",
  },
  "bitmap-block-empty": {
    severity: "info",
    spec: "2.4",
    what: "A block is PARTIALLY_PRESENT, but its sector bitmap has none of its sectors.",
    plain: null,
    means:
      "All of the block is read from the parent, although it takes space here. If the bitmap is damaged, changes are hidden.",
    hyperV: NOT_KNOWN,
    qemu: REFUSES_CHILDREN,
    fix: "Look at the block's storage. If it is empty, leave the block to the parent.",
  },
});
