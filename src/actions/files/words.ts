import type { ActionId } from "../../../workers/api/index.ts";

/** All text about files that are opened, made, kept and closed. */
export const WORDS = {
  /** Titles of commands by their ids. */
  titles: {
    "kept.show": "Stored data",
    "kept.begin-private": "Begin a private session",
    "kept.end-private": "End the private session",
    "edit.restore-kept": "Restore the changes of an earlier visit",
    "edit.forget-kept": "Forget the changes of an earlier visit",
    "chain.create-child": "Create child",
    "chain.relink": "Relink",
    "chain.choose-parent": "Choose parent",
    "chain.unlink": "Unlink parent",
    "chain.show-parent": "Show the parent",
    "chain.show-child": "Show the child",
  } satisfies { readonly [id in ActionId]?: string },

  files: (count: number) => `${count} files`,
  dropFailed: "Can't open what was dropped",
  launchFailed: "Can't open what was launched",
  noneDropped: "No file was dropped.",
  noneOpened: "No file was opened.",
  noDisk: "None of the files is a VHDX.",
  leftOut: (files: number) =>
    files === 1
      ? "1 file is not a VHDX and was left out."
      : `${files} files are not VHDX files and were left out.`,
  noSample: (id: string) => `There is no sample called ${id}.`,
  mayNotRead: (file: string) => `The browser may not read ${file}.`,
  recentLost: (files: number) =>
    files === 1
      ? "1 recent file could not be read from the browser's storage and is no longer listed."
      : `${files} recent files could not be read from the browser's storage and are no longer listed.`,

  /** In the browser's file picker. */
  disks: "Virtual hard disks",
  notesNotKept: "Bookmarks and hashes are not kept",
  beingReplaced: "The original is being replaced. Wait for it, or cancel it first.",

  /** What the user is about to do, where pending changes would be lost. */
  readAgain: "Read the file again",
  close: "Close the file",

  making: "Making the disk",
  noneMade: "No disk was made.",
  makingChild: "Making the child",

  /**
   * What came to the shown file.
   *
   * @param parent its parent; null where that did not come
   * @param others files further up its chain
   */
  ancestors: (shown: string, parent: string | null, others: readonly string[]) => {
    const further = `${others.join(", ")} ${others.length === 1 ? "is" : "are"} further up its chain.`;
    if (parent === null) return `Opened for ${shown}: ${further}`;
    const found = `${shown} has ${parent} as its parent now.`;
    return others.length === 0 ? found : `${found} ${further}`;
  },

  /** @param through the copy that children are read through; null where there is none, or several are */
  copies: (names: string, through: string | null) =>
    `${names} are copies of one disk: they have the same DataWriteGuid.${through === null ? "" : ` Children are read through ${through}.`}`,
} as const;
