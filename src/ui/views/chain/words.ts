import { countText } from "../../../../workers/shared/text.ts";
import type { PathKey } from "./relink-form.ts";

/** All text of the chain and of its dialogs. */
export const WORDS = {
  title: "Chain",
  others: "Other open files",
  files: (files: number) => countText(files, "file"),
  addFiles: "Add files",
  openFolder: "Open folder",
  links: (disk: string) => `Links of ${disk}`,

  tools: {
    child: "Create child",
    relink: "Relink",
    choose: "Choose parent",
    unlink: "Unlink parent",
  },

  linkNames: {
    /** What a link is to the disk itself. */
    self: "this disk",
    parent: "its parent",
    grandparent: "its grandparent",
    ancestor: (link: number) => `ancestor ${link}`,
  },

  row: {
    types: { fixed: "fixed", dynamic: "dynamic", differencing: "differencing" },
    chosen: "chosen by you",
    notRead: "not read",
    /** @param edited whether the file has pending changes: then the words speak of what is stored. */
    needsReplay: (edited: boolean) => (edited ? "needs replay as stored" : "needs replay"),
    pending: (changes: number) => countText(changes, "pending change"),
    damaged: (edited: boolean) => (edited ? "damaged as stored" : "damaged"),
    unreadable: (edited: boolean) => (edited ? "unreadable as stored" : "unreadable"),
    notVhdx: "not a VHDX",
  },

  match: {
    /** How well a file matches what its child records about its parent. */
    linkage: "parent_linkage matches",
    linkage2: "parent_linkage2 matches: merge in progress",
    names: "name matches only",
    diskId: "mismatch, but the same disk ID",
    none: "mismatch",
  },

  missing: {
    unlinkedOne: "Parent unlinked",
    unlinked: (name: string) => `Parent unlinked: ${name}`,
    nameless: "Missing: a parent without a name",
    named: (name: string) => `Missing: ${name}`,
  },

  choose: {
    title: "Choose parent",
    confirm: "Link",

    /** Before and after the name of the disk. */
    what: "Data that",
    means: "does not hold itself is read from the chosen file, on this page alone: no file is changed.",
    files: "Open files",
    misfit: (parent: string) =>
      `This disk was not made from the present state of ${parent}. Data read through it may mix two points in time, and a file system in it may look damaged.`,
    failed: "Not linked",
  },

  child: {
    title: "Create child",
    looking: "Looking at the disk …",
    none: "No child can be made of this disk.",

    /** Before and after the name of the parent. */
    startsAs: "A differencing disk that starts out as",
    means: (parent: string) =>
      `and takes all writes from then on. ${parent} itself is not changed, and must not be written any more: a write to it breaks the link.`,
    noPending: "Pending changes are not part of it.",
    place: "Parent's place",
    beside: "Same folder",
    above: "Folder above",
    other: "Other",
    relativePath: "Relative path",
    relativePathHint: "From the child's folder to its parent",
    absolutePath: "Absolute path",
    absolutePathHint: "Such as C:\\disks\\base.vhdx; may be left out",
    blockSize: "Block size",
    blockSizeHint: "A power of two from 1 to 256 MiB",
    logSize: "Log size",
    logSizeHint: "A whole number of MiB, from 1 to 256",
    creator: "Creator",
    creatorHint: "Written into the file identifier",
    noSize: "Enter a size, such as 2 MiB.",
  },

  relink: {
    title: "Relink",

    /** Before and after the name of the disk. */
    what: "This is what",
    means:
      "records about its parent. Relinking is a pending change that can be undone; the file stays as it is until you save it.",
    paths: {
      relative_path: "From this disk's own folder; tried first",
      volume_path: "By the volume's GUID",
      absolute_win32_path: "With a drive letter; tried last",
    } satisfies Readonly<Record<PathKey, string>>,
    linkageName: "parent_linkage",
    linkage: "DataWriteGuid of the parent",
    linkageOf: (parent: string, guid: string) => `DataWriteGuid of the parent; ${parent} has ${guid}`,
    dropLinkage2: (linkage: string) => `Remove parent_linkage2: ${linkage}`,
    cantCheck: "Can't be checked.",
  },

  unlink: {
    title: "Unlink parent",

    /** Before and after the name of the disk. */
    what: "Data that",
    means:
      "does not hold itself can't be read any more, until a parent is chosen again. Neither file is changed, and both stay open.",
    failed: "Not unlinked",
  },
} as const;
