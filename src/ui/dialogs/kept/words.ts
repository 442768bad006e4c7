import { countText } from "../../../../workers/shared/text.ts";
import type { KeptKind } from "../../../../workers/api/index.ts";

/** All text of the dialog about stored data. */
export const WORDS = {
  title: "Stored data",
  close: "Close",
  where:
    "All of this data stays on this computer, in storage that belongs to this page's address. Whoever uses this browser can see it.",
  whereFromDisk:
    "All of this data stays on this computer, in storage that no other site can read; but every HTML file that you open in this browser from a disk can read it. Whoever uses this browser can see it.",
  kinds: {
    edits: { title: "Pending changes", forget: "Forget pending changes" },
    notes: { title: "Bookmarks and hashes", forget: "Forget bookmarks and hashes" },
  } satisfies Readonly<Record<KeptKind, unknown>>,
  noStorage: "This browser gives the page no storage.",
  none: "none",
  ofFiles: (files: number, size: string) => `of ${countText(files, "file")}, ${size}`,
  forget: "Forget",
  notForgotten: "Not forgotten",

  recent: {
    title: "Recent files",
    what: (files: number) => `${countText(files, "file")}: names, sizes, where they are`,
    noHandles: "none: this browser gives the page no file handles",
    forget: "Forget recent files",
  },

  working: {
    title: "Working disks",
    what: (disks: number, size: string) =>
      `${countText(disks, "disk")}, ${size}: deleted on the start page, one by one`,
  },

  page: {
    title: "The page itself",
    what: "its own files, so that it works without a network, and the theme",
    onlyTheme: "the theme",
  },

  private: {
    title: "Private session",
    what: "Until this page is closed or loaded again, no pending change, bookmark, hash or recent file is kept. Turning it on also forgets the pending changes, bookmarks and hashes above; recent files and working disks stay until you remove them.",
  },
} as const;
