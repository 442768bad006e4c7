import { countText } from "../../../../workers/shared/text.ts";

/** All text of the start page. */
export const WORDS = {
  title: "Platter",
  tagline: "Look into a VHDX disk, see what is wrong with it, replay its log, change what is in it.",
  openFile: "Open file",
  openFolder: "Open folder",
  newDisk: "New disk",
  openSample: "Open sample",
  otherSamples: "Other samples",

  /** After the key of each. */
  allCommands: "all commands",
  shortcuts: "keyboard shortcuts",
  privateSession: "Private session",
  storedData: "Stored data",
  help: "Help",
  about: "About Platter",

  opening: {
    drop: "Drop .vhdx or .avhdx files, or a folder of them, anywhere on this window",
    theFile: "the file",
    opening: (what: string) => `Opening ${what} …`,
    cancelling: (what: string) => `Cancelling, waiting for the current read of ${what} …`,
    cancel: "Cancel",
  },

  problem: {
    title: (name: string) => `Can't open ${name}.`,
    inUse: "Shut the VM down (WSL: wsl --shutdown) or copy the file, then retry.",
    internal: "This is a bug in Platter, not a fault in your file. Your file is untouched.",
    retry: "Retry",
    dismiss: "Dismiss",
    other: "Choose another file",
  },

  recent: {
    title: "Recent files",
    forgetAll: "Forget all",
    forget: (name: string) => `Forget ${name}`,
    withParents: (parents: number) => `with ${countText(parents, "parent")}`,
    cantOpen: (name: string) => `Can't open ${name}`,
  },

  working: {
    title: "Working disks",
    room: (size: string) => `room for ${size}`,
    used: (size: string) => `${size} used`,
    usedOf: (used: string, quota: string) => `${used} of ${quota} used`,
    export: (name: string) => `Export ${name}`,
    delete: (name: string) => `Delete ${name}`,
    cantOpen: (name: string) => `Can't open ${name}`,
    cantExport: (name: string) => `Can't export ${name}`,
  },

  deleting: {
    title: (name: string) => `Delete ${name}?`,
    means: "The disk exists only in this browser. Whatever was not exported is gone for good.",
    confirm: "Delete",
    failed: "Not deleted.",
  },
} as const;
