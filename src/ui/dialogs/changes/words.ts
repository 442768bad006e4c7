import { countText } from "../../../../workers/shared/text.ts";

/** All text about pending changes. */
export const WORDS = {
  pending: {
    name: "Pending changes",
    none: "no pending changes",
    count: (changes: number) => countText(changes, "pending change"),
    undo: "Undo",
    redo: "Redo",
  },

  panel: {
    title: "Pending changes",
    compare: "Compare",
    check: "Check the edited disk",
    discardAll: "Discard all",
    changes: "Changes",
    earlier: (changes: number) => `${countText(changes, "earlier change")} not listed.`,
    allUndone: "All changes are undone. The file is as it was opened.",
    undone: (changes: number) => `Undone: ${countText(changes, "change")}`,
    undoneName: "Undone changes",
    totals: (touched: string, fileSize: string) =>
      `${touched} of the file differ or are new; the edited file has ${fileSize}.`,
  },

  row: {
    hide: "Hide before and after",
    show: "Show before and after",
    lost: (loss: string) => `Lost: ${loss}`,
  },

  values: {
    cantShow: "Can't show before and after.",
    compare: "Compare shows what this changed.",
    absent: "not there",
    first: (shown: string, length: string) => `The first ${shown} of ${length}; Compare shows all.`,
  },

  check: {
    name: "Check of the edited disk",
    after: (findings: number) => `After this: ${countText(findings, "finding")}.`,
    counts: (added: string, fixed: string) => `${added} new, ${fixed} fixed.`,
    newFindings: "New findings",
    fixedFindings: "Fixed findings",
    sameFindings: "Findings as before",
    new: "new",
    fixed: "fixed",
    same: "as before",
    more: (count: string) => `${count} more.`,
  },

  losing: {
    pending: (file: string, changes: number, fileNow: string) =>
      `${file} has ${countText(changes, "pending change")}. ${fileNow}`,
    theFile: "the file",
    canKeep: "This browser can keep the pending changes, and offers them again when the same file is opened.",
    cancel: "Cancel",
    discard: "Discard changes",
    keep: "Keep for later",
  },

  /** What became of the open file while changes were pending. */
  fileNow: {
    "file-changed":
      "Another program has changed the file since. The changes were made to the file as it was before.",
    "file-vanished": "The file is no longer where it was.",
    "file-in-use": "The file can't be read at present; this page has not written to it.",
    "permission-denied": "The file can't be read at present; this page has not written to it.",
  },
  fileAsItWas: "The file itself is as it was.",
} as const;
