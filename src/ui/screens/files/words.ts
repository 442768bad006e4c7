import type { DamageKind, DeletedFile, ExtractProblem, FileKind } from "../../../../workers/api/index.ts";
import { powerShellWord, typeableName } from "../../../../workers/shared/shell-words.ts";
import { countText, numberText, sizeText } from "../../../../workers/shared/text.ts";

/** Of a deleted file: whether its content is left. */
function deletedText({ free, size, inUse }: Pick<DeletedFile, "free" | "size" | "inUse">): string {
  if (inUse) return "No folder names this file; its content is still in use.";
  if (size === 0) return "Deleted. Nothing of its content can be found.";
  if (free >= size) return "Deleted. Its blocks are still free and may still hold its content.";
  if (free === 0) return "Deleted. Its blocks are unknown or now belong to other files.";
  return `Deleted. ${sizeText(free)} of ${sizeText(size)} is in blocks that are still free. The rest may be overwritten.`;
}

/** @param listed of all deleted files that were found @param homeless of the listed ones, those without a known folder */
function deletedFound(count: number, listed: number, homeless: number): string {
  if (count === 0) return "No deleted files were found.";
  const found = `${countText(count, "deleted file")} ${count === 1 ? "was" : "were"} found`;
  const where =
    homeless === 0
      ? ""
      : `; ${numberText(homeless)} without a known folder ${homeless === 1 ? "is" : "are"} listed in the root folder`;
  const cut = listed < count ? ` Only the first ${numberText(listed)} of them are listed.` : "";
  return `${found}${where}.${cut}`;
}

/** File systems that name a file by the place of its entry. */
const FAT_NAMES = /FAT/;

/** All text of the Files screen. */
export const WORDS = {
  loading: "Looking for volumes and file systems.",
  cantLook: "Can't look for file systems.",
  opening: "Opening the file system.",
  retry: "Try again",
  goneFrom: (name: string) => `${name} does not exist in this view. You see the nearest folder that does.`,

  none: {
    noDisk: "The virtual disk can't be read on this layer, so it shows no files.",
    noDiskMore: "The screen Disk says why, and what can be done.",
    showDisk: "Show Disk",
    title: "No file system was found on the virtual disk.",
    more: "Choose a volume on the left: Platter then also looks for backup superblocks and boot sectors.",
    named: "Platter can't read the volumes on this disk.",
    namedMore: "Choose a volume to see what opens it.",
    nothing:
      "The disk has no partition table and no file system that Platter knows: it may be new, or encrypted.",
  },

  volume: {
    cantOpen: (title: string) => `Can't open the file system of ${title}.`,
    notRead: (title: string, words: string) => `${title}: ${words}.`,
    said: (title: string, words: string) => `${title}: ${words}.`,
    parts: "Its parts are volumes of their own in the list.",
    unknown: "The start of the volume holds no known file system, and no backup copy was found.",
    problems: (count: number) => `${countText(count, "problem")} of the file system`,
    more: (count: number) => `${countText(count, "more problem")}.`,
    size: (length: number) => sizeText(length),
  },

  tree: {
    name: "Volumes and folders",
    more: (count: number) => `${countText(count, "more folder")}: see the list`,
  },

  bars: { tree: "Width of the tree", list: "Width of the list" },
  tools: "Files",

  path: { name: "Path", root: "Root", up: "Folder above" },

  journal: {
    name: "Journal",
    stored: "As stored",
    applied: "Applied",
    upTo: "Applied up to transaction",
    text: (applied: number, all: number) => `${numberText(applied)} of ${numberText(all)}`,
    storedNote: "The volume as stored on disk, without the journal.",
    appliedNote:
      "The journal is applied in memory, as the system does at the next mount. Nothing is written.",
  },

  find: {
    name: "Find file",
    placeholder: "Find file: name, *.docx",
  },

  grid: {
    name: "Folder",
    columns: {
      name: "Name",
      size: "Size",
      modified: "Modified",
      access: "Mode and owner",
      marks: "Attributes",
    },
    kind: {
      file: "File",
      directory: "Folder",
      symlink: "Link",
      "block-device": "Block device",
      "character-device": "Character device",
      fifo: "Named pipe",
      socket: "Socket",
      unknown: "Unknown",
    } satisfies Readonly<Record<FileKind, string>>,
    empty: "This folder is empty.",
    reading: "Reading the folder.",
    cantRead: "Can't read the folder.",
    count: (rows: number, deleted: number) =>
      countText(rows, "entry", "entries") + (deleted === 0 ? "" : `, ${numberText(deleted)} deleted`),
    soFar: (rows: number) => `${countText(rows, "entry", "entries")} so far`,
    cut: (rows: number) => `Only the first ${numberText(rows)} entries are shown: the folder has more.`,
    selected: (count: number) => `${numberText(count)} selected`,
    unreadable: "Its own record can't be read",
    damaged: "Damaged",
    encrypted: "Encrypted",
    limited: "Can't be read in full",
    deleted: "Deleted",
    nameless: "(name lost)",
    link: (target: string) => `→ ${target}`,
    menu: {
      open: "Open folder",
      disk: "Show on Disk",
    },
  },

  /** Letters of the column Attributes in Windows, in its order, by the mark of the file system. Other marks have none. */
  attributes: [
    ["read-only", "R"],
    ["hidden", "H"],
    ["system", "S"],
    ["archive", "A"],
    ["not indexed", "I"],
    ["temporary", "T"],
    ["sparse", "P"],
    ["compressed", "C"],
    ["offline", "O"],
    ["encrypted", "E"],
  ],

  details: {
    name: "Details",
    cantStat: "The file's own record can't be read; only its name is known.",
    kind: "Kind",
    size: "Size",
    allocated: "Size on disk",
    modified: "Modified",
    accessed: "Accessed",
    changed: "Metadata changed",
    created: "Created",
    mode: "Mode",
    owner: "Owner",
    ownerText: (user: number, group: number) => `user ${user}, group ${group}`,
    links: "Hard links",
    target: "Target",
    device: "Device",
    deviceText: (major: number, minor: number) => `${major}, ${minor}`,
    flags: "Flags",
    /** What the number of a file names in its file system. */
    node: (system: string) =>
      system === "NTFS" ? "MFT record" : FAT_NAMES.test(system) ? "Directory entry" : "Inode",
    streams: "Streams",
    content: "Content",
    stream: (name: string, size: number) => `${name}, ${sizeText(size)}`,
    deletedText,
  },

  view: {
    name: "Show",
    preview: "Preview",
    bytes: "Bytes",
    structures: "Structures",
  },

  preview: {
    folder: "A folder has no preview.",
    empty: "The file is empty.",
    none: "Neither text nor a picture that a browser shows: the bytes.",
    cantRead: "Can't read the file.",
    special: "It has no content of its own.",
    utf8Marked: "UTF-8 with BOM",
    text: (encoding: string) => `Text, ${encoding}`,
    part: (encoding: string, shown: number, size: number) =>
      `Text, ${encoding}; the first ${sizeText(shown)} of ${sizeText(size)}`,
    picture: (name: string) => `Picture: ${name}`,
    pictureSize: (type: string, width: number, height: number) =>
      `${type}, ${numberText(width)} × ${numberText(height)}`,
    pictureTooLarge: (size: number) => `The picture has ${sizeText(size)}: too large for a preview.`,
    tooManyPixels: (width: number, height: number) =>
      `The picture has ${numberText(width)} × ${numberText(height)} pixels: too many for a preview.`,
    pictureBroken: "The browser can't show this picture.",
    unreadable: (bytes: number) => `${sizeText(bytes)} of what is shown can't be read; shown as zeros.`,
  },

  bytes: "Bytes of the file",
  structures: {
    none: "No structures are known for this file.",
    cantRead: "Can't read the structures.",
    field: "Field",
    value: "Value",
    show: (label: string) => `Show ${label} on Disk`,
  },

  place: {
    name: "Location",
    disk: "Virtual disk",
    inside: "In a structure of the file system",
    nowhere: "The file occupies no blocks on the disk.",
    cantRead: "Can't tell where it lies.",
    runs: (count: number) => countText(count, "run"),
    more: (end: number) => `Only the runs of the first ${sizeText(end)} are shown.`,
    offset: "In the content",
    length: "Length",
    onDisk: "On the virtual disk",
    inFile: "In the .vhdx",
    inParent: (name: string) => `in ${name}`,
    hole: "Hole: reads as zeros",
    zero: "Not stored: reads as zeros",
    missing: "In a parent that is not open",
    unreadable: "Can't be read",
    goDisk: (offset: string) => `Show ${offset} on Disk`,
    goFile: (offset: string) => `Show ${offset} in Structure`,
    rest: (count: number) => `${countText(count, "more run")}.`,
  },

  extract: {
    folder: "Extract to folder",
    tar: "Extract as tar",
    zip: "Extract as zip",
    failed: "Can't extract",
  },

  extracted: {
    name: "Extracted",
    close: "Close",
    downloaded: "Downloaded",
    saved: "Saved",
    counts: (files: number, folders: number, size: number) =>
      `${countText(files, "file")} and ${countText(folders, "folder")}, ${sizeText(size)}.`,
    manifest: "Save manifest",
    manifestNote: "The manifest lists each file with its SHA-256.",
    manifestIn: "The folder has a manifest that lists each file with its SHA-256.",
    fine: "All files were read in full, none renamed or left out.",
    problems: (count: number) => countText(count, "note"),
    first: (shown: number, all: number) => `The first ${numberText(shown)} of ${numberText(all)} notes:`,
    table: "Notes on the extraction",
    path: "File",
    what: "What",
    kinds: {
      renamed: "renamed",
      zeroed: "filled with zeros",
      unreadable: "can't be read",
      limited: "content can't be decoded",
      deleted: "may be overwritten",
      "left-out": "left out",
      metadata: "metadata lost",
    } satisfies Readonly<Record<ExtractProblem["kind"], string>>,
    wsl: "To import this tar into WSL, run in PowerShell, in the tar's folder:",
    wslCommand: (file: string) =>
      `wsl --import Rescued C:\\WSL\\Rescued ${powerShellWord(`.\\${typeableName(file, "FILE.tar")}`)}\nwsl --distribution Rescued`,
    copy: "Copy commands",
    copied: "The commands are on the clipboard.",
    notCopied: "The browser did not allow copying.",
  },

  lists: {
    back: "Back to the folder",
    damagedButton: "Damaged files",
    changedButton: "Changed files",
    deletedSwitch: "Deleted files",
    found: "Found files",
    damaged: "Damaged files",
    changed: "Changed files",
    path: "Path",
    size: "Size",
    modified: "Modified",
    damage: "Damaged",
    why: "Why",
    change: "Change",
    what: "What",
    foundText: (text: string, files: number, looked: number, complete: boolean) =>
      complete
        ? `${numberText(files)} of ${countText(looked, "file or folder", "files and folders")} ${files === 1 ? "matches" : "match"} “${text}”.`
        : `The first ${numberText(files)} files and folders that match “${text}”.`,
    noneFound: "No name matches.",
    noneDamaged: "No damaged file was found.",
    noneChanged: "No file differs.",
    metadata: (bytes: number) =>
      `${sizeText(bytes)} of the file system's own structures are damaged: more files may be damaged than are listed.`,
    notExact: "The volume has too many runs to keep them all: a file beside a damaged one may be listed too.",
    firstOf: (shown: number, all: number) =>
      `The first ${numberText(shown)} of ${numberText(all)} are listed.`,
    changedText: (against: string, words: string) => `Against ${against}: ${words}`,
    kinds: {
      "cut-off": "cut off",
      unreadable: "unreadable",
      "missing-parent": "in a missing parent",
      overlap: "in an overlap",
      zeroed: "filled with zeros",
    } satisfies Readonly<Record<DamageKind, string>>,
    changes: { added: "added", removed: "removed", changed: "changed" },
    deletedFound,
    against: {
      stored: "the volume as stored",
      original: "the original layer",
      replayed: "the replayed layer",
      edited: "the edited layer",
      parent: (name: string) => `the parent ${name}`,
    },
  },

  trouble: {
    find: "Can't search",
    damage: "Can't look for damaged files",
    changes: "Can't compare",
    deleted: "Can't look for deleted files",
  },
} as const;
