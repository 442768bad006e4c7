import type { DamageKind, ExtractProblem, FileKind } from "../../../../workers/api/index.ts";
import { countText, numberText, sizeText } from "../../../../workers/shared/text.ts";

/** All text of the Files screen. */
export const WORDS = {
  loading: "Looking for volumes and file systems.",
  cantLook: "Can't look for file systems.",
  opening: "Opening the file system.",
  retry: "Try again",
  goneFrom: (name: string) => `${name} is not in this view; the last folder that is there is shown.`,

  none: {
    noDisk: "The virtual disk can't be read on this layer, so it shows no files.",
    noDiskMore: "The screen Disk says why, and what can be done.",
    showDisk: "Show Disk",
    title: "No file system was found on the virtual disk.",
    more: "Open a volume in the tree to try all file systems on it, by their copies too.",
    nothing:
      "The disk has no partition table and no file system that Platter knows: it may be new, or encrypted.",
  },

  volume: {
    cantOpen: (title: string) => `Can't open the file system of ${title}.`,
    notRead: (title: string, words: string) => `${title}: ${words}.`,
    parts: "Its parts are volumes of their own in the list.",
    unknown: "Nothing was recognised at its start. All file systems were tried, by their copies too.",
    choose: "Choose a volume on the left.",
    problems: (count: number) => `${countText(count, "problem")} of the file system`,
    more: (count: number) => `${countText(count, "more problem")}.`,
    partition: (number: number) => `Partition ${number}`,
    size: (length: number) => sizeText(length),
  },

  tree: {
    name: "Volumes and folders",
    more: (count: number) => `${countText(count, "more folder")}: see the list`,
    root: "Root folder",
  },

  bars: { tree: "Width of the tree", list: "Width of the list", details: "Height of the details" },
  tools: "Files",

  path: { name: "Path", root: "Root", up: "Folder above" },

  journal: {
    name: "Journal",
    stored: "As stored",
    applied: "Applied",
    upTo: "Applied up to transaction",
    text: (applied: number, all: number) => `${numberText(applied)} of ${numberText(all)}`,
    storedNote: "As the volume is stored: what the journal holds is not applied.",
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
      marks: "Marks",
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
    count: (rows: number) => countText(rows, "entry", "entries"),
    soFar: (rows: number) => `${countText(rows, "entry", "entries")} so far`,
    cut: (rows: number) => `Only the first ${numberText(rows)} entries are shown: the folder has more.`,
    selected: (count: number) => `${numberText(count)} selected`,
    unreadable: "Its node can't be read",
    damaged: "Damaged",
    encrypted: "Encrypted",
    limited: "Can't be read in full",
    deleted: "Deleted",
    nameless: "(name lost)",
    link: (target: string) => `→ ${target}`,
    menu: {
      open: "Open folder",
      save: "Extract…",
      disk: "Show on Disk",
    },
  },

  details: {
    name: "Details",
    none: "Choose a file to see its details.",
    cantStat: "The file's own record can't be read; only its name is known.",
    kind: "Kind",
    size: "Size",
    allocated: "On the volume",
    modified: "Modified",
    accessed: "Accessed",
    changed: "Record changed",
    created: "Created",
    mode: "Mode",
    owner: "Owner",
    ownerText: (user: number, group: number) => `user ${user}, group ${group}`,
    links: "Names",
    target: "Target",
    device: "Device",
    deviceText: (major: number, minor: number) => `${major}, ${minor}`,
    flags: "Marks",
    node: "Number",
    streams: "Streams",
    content: "Content",
    attributes: "Extended attributes",
    stream: (name: string, size: number) => `${name}, ${sizeText(size)}`,
    attribute: (name: string, bytes: number) => `${name}, ${sizeText(bytes)}`,
    deletedText: (free: number, size: number) =>
      free >= size
        ? "Deleted. The blocks that held it are free still, so they may hold it still."
        : free === 0
          ? "Deleted. The blocks that held it are used by others now, or not known."
          : `Deleted. Of ${sizeText(size)}, ${sizeText(free)} are in blocks that are free still; the others may be overwritten.`,
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
    none: "No preview: the content is neither text nor a picture that a browser shows.",
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
    unreadable: (bytes: number) =>
      `${sizeText(bytes)} of what is shown can't be read; zeros stand in their place.`,
  },

  bytes: "Bytes of the file",
  structures: {
    name: "Structures of the file",
    none: "The reader names no structures for it.",
    cantRead: "Can't read the structures.",
    field: "Field",
    value: "Value",
    show: (label: string) => `Show ${label} on Disk`,
  },

  place: {
    name: "Where it lies",
    disk: "Virtual disk",
    file: "In the file",
    inside: "In a structure of the file system",
    nowhere: "It has no bytes of its own on the disk.",
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
    packed: "Packed",
    goDisk: (offset: string) => `Show ${offset} on Disk`,
    goFile: (offset: string) => `Show ${offset} in Structure`,
    rest: (count: number) => `${countText(count, "more run")}.`,
  },

  extract: {
    name: "Extract",
    folder: "Extract to folder",
    tar: "Extract as tar",
    zip: "Extract as zip",
    noPicker: "This browser can't write into a folder: extract as tar or zip.",
    what: (selected: number, name: string) =>
      selected === 0 ? `all of ${name}` : selected === 1 ? name : countText(selected, "entry", "entries"),
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
    fine: "Nothing was renamed or left out, and all could be read.",
    problems: (count: number) => countText(count, "note"),
    first: (shown: number, all: number) => `The first ${numberText(shown)} of ${numberText(all)} notes:`,
    table: "Notes on the extraction",
    path: "File",
    what: "What",
    kinds: {
      renamed: "renamed",
      zeroed: "filled with zeros",
      unreadable: "can't be read",
      limited: "not as its owner sees it",
      "left-out": "left out",
      metadata: "metadata lost",
    } satisfies Readonly<Record<ExtractProblem["kind"], string>>,
    wsl: "WSL imports this tar as a distribution. In PowerShell on Windows:",
    wslCommand: (file: string) => `wsl --import Rescued C:\\WSL\\Rescued ${file}\nwsl --distribution Rescued`,
    copy: "Copy commands",
    copied: "The commands are on the clipboard.",
    notCopied: "The browser did not allow copying.",
  },

  lists: {
    back: "Back to the folder",
    more: "Reports",
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
    folder: "Folder",
    foundText: (text: string, files: number, looked: number, complete: boolean) =>
      `${complete ? countText(files, "name") : `The first ${countText(files, "name")}`} with “${text}” among ${countText(looked, "file and folder", "files and folders")}.`,
    noneFound: "No name fits.",
    noneDamaged: "No damaged file was found.",
    noneChanged: "No file differs.",
    metadata: (bytes: number) =>
      `${sizeText(bytes)} of the file system's own structures are damaged: more files may be hit than are listed.`,
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
    deletedElsewhere: (count: number) =>
      `${countText(count, "deleted file")} with a folder that is not known: in the root folder.`,
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
