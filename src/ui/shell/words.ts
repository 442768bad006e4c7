import { countText } from "../../../workers/shared/text.ts";

/** All text of the bars around the screens. */
export const WORDS = {
  title: "Platter",
  titleOf: (file: string) => `${file} – Platter`,
  drop: "Drop to open: files, or a folder of them. Nothing is written to them.",

  files: {
    add: "Add files",
    childOf: (parent: string) => `child of ${parent}`,
    pending: (changes: number) => countText(changes, "pending change"),
    shown: "shown",
    count: (files: number) => countText(files, "file"),
  },

  top: {
    workingDisk: "working disk",
    close: "Close file",
    layer: "Layer",
    replayAll: (upTo: number, entries: number) => `${upTo} of ${entries} entries: replay all`,
    open: "Open",
    private: "Private",
    palette: "Find a command",
    shortcuts: "Keyboard shortcuts",
  },

  themes: {
    system: "Theme: system",
    light: "Theme: light",
    dark: "Theme: dark",
  },
  verdict: "Verdict",
  screens: "Screens",

  foot: {
    /** Before the offset of the selection. */
    disk: "disk",
    file: "file",
    io: (reads: number, read: string, written: string) =>
      `${countText(reads, "read")}, ${read} read, ${written}`,
    written: (size: string) => `${size} written`,
    atOnce: "changes are written at once",
    about: "About Platter",
  },
} as const;
