import type { FindingCode } from "../vhdx/findings.ts";

/**
 * What each finding that stands in the user's way comes to, as a clause for a person who has never heard of a BAT. The
 * findings below the verdict say the rest, in the format's own terms.
 */
export const PLAIN_WORDS: Readonly<Partial<Record<FindingCode, string>>> = {
  "not-vhdx": "this is not a VHDX",
  "too-small": "only the very start of a VHDX is here; the rest was cut off",

  "no-valid-header": "both copies of the header, where everything else starts, are damaged",
  "header-sequence-tie":
    "the two copies of the header contradict each other, and nothing says which one is right",
  "header-sequence-exhausted":
    "the counter in the file's header has run out, so nothing can be written to it any more",
  "unsupported-version": "the file is of a version of the format that is not defined",

  "log-version":
    "changes were being written when the host stopped, in a version of the log that is not defined",
  "log-geometry": "the log, which keeps the file safe while it is written, can't be where the file says",
  "log-none": "the file has no place for a log, which would keep it safe while it is written",
  "log-no-valid-sequence":
    "changes were being written when the host stopped, and the log that should complete them is not whole itself",
  "log-file-truncated":
    "changes were being written when the host stopped, and the file is shorter now than its log says it was: its end is missing",
  "log-illegal-target": "the log wants to write where no log may write, so it can't be trusted",
  "log-too-complex": "the log is tangled in a way that no writer leaves behind, so it can't be trusted",

  "no-valid-region-table": "both copies of the table that says where everything lies are damaged",
  "region-unknown-required":
    "the file has a part of a kind that is unknown here, and forbids to read it without that part",
  "region-duplicate": "one part of the file is listed twice, and nothing says which one is right",
  "region-missing": "a part that the file can't do without is missing from its own list of parts",
  "region-misaligned": "one part of the file is said to lie where none can lie",
  "region-overlap": "two parts of the file are said to lie in the same place",
  "region-beyond-file": "one part of the file lies past its end: it was cut off, or copied in part",

  "metadata-table-invalid": "the table of the disk's properties is damaged",
  "metadata-missing": "a property that every disk has is missing",
  "metadata-duplicate": "a property of the disk is given twice, and nothing says which one is right",
  "metadata-item-range": "a property of the disk is said to lie where it can't lie",
  "metadata-item-length": "a property of the disk is too short to be read",
  "metadata-unknown-required":
    "the disk has a property of a kind that is unknown here, and forbids to read it without that property",
  "metadata-incomplete-file": "the file was never finished: whatever was making it stopped half way",
  "block-size": "the size of the disk's blocks is one that no disk can have",
  "virtual-size": "the disk's size is one that no disk can have",
  "virtual-size-unaligned": "the disk's size is no whole number of sectors",
  "sector-size": "the size of the disk's sectors is one that no disk can have",
  "parent-locator-missing": "the disk is one part of a chain, and nothing says which disk it goes on from",
  "parent-locator-invalid":
    "the disk is one part of a chain, and what says which disk it goes on from is damaged",

  "bat-too-small": "the table that says where the disk's blocks lie is too small for the disk",
  "bat-overlaps-structure": "a block of the disk is said to lie where the file keeps its own tables",
  "bat-offset-zero": "a block of the disk is said to lie at the very start of the file, where none can lie",
  "bat-beyond-file": "a block of the disk lies past the end of the file, which was cut off or copied in part",
  "bat-reserved-bits": "the note of where a block of the disk lies has marks that it must not have",
  "bat-reserved-state": "a block of the disk is in a state that is not defined",
  "bat-duplicate-offset": "two blocks of the disk are said to lie in the same place",
  "bat-overlap": "two blocks of the disk are said to lie over each other",
  "bat-partial-without-parent":
    "a block of the disk is said to be partly in a parent disk, but the disk has none",
  "bat-bitmap-without-parent": "the file has a note of what is in a parent disk, but the disk has none",
  "bat-bitmap-reserved-state": "the note of what is in the parent disk is in a state that is not defined",
  "bat-partial-without-bitmap":
    "a block of the disk is partly in the parent disk, and the note of which part that is is missing",
};
