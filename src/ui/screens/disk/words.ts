/** All text of the Disk screen. */
export const WORDS = {
  bytes: "Bytes",
  bytesWidth: "Width of the bytes",
  showInFile: "Show in the file",
  showOwner: "Show the file that owns it",

  bar: {
    name: "Disk",
    goTo: "Go to offset, LBA or block",
    examples: "0x7e00, lba 63, block 17",
    cantRead: "Enter 0x7e00, 12M, lba 63 or block 17",
    ofSize: (size: string) => `of ${size}`,
    stored: { name: "Stored", previous: "Previous stored block", next: "Next stored block" },
    changed: { name: "Changed", previous: "Previous changed block", next: "Next changed block" },
    find: "Find",
    bookmark: "Bookmark the selection",
    save: "Save the selected bytes",
  },

  jumps: {
    /** Where a jump ended without a block. */
    stored: { noneAfter: "No stored block after this one", noneBefore: "No stored block before this one" },
    changed: { noneAfter: "No changed block after this one", noneBefore: "No changed block before this one" },
    failed: "Can't look for a block",
  },

  block: {
    name: "Block at the cursor",
    title: (number: string) => `Block ${number}`,
    guestFile: "Guest file",
    look: "Find the file",
    batEntry: "BAT entry",
    inFile: "In the file",
    unknown: "unknown",
    notStored: "not stored",
    inBlock: "In the block",
    lba: "LBA",

    /** Where the byte at the cursor is. */
    inThisFile: "in this file",
    inOther: (name: string) => `in ${name}`,
    inParent: "This byte is in the parent disk, which is not open.",
  },

  owner: {
    name: "Owner of the sector",

    /** Before the name of a file. */
    ownedBy: "Owned by",

    /** Where no file holds the sector: the title, and what stands before the name of the file whose BAT entry says so. */
    zerosName: "Why the sector is zeros",
    zerosBy: "Stored in no file: zeros by the BAT entry in",
    block: "Its block",
    batEntry: "Its BAT entry",
    inFile: "In its file",
  },

  none: {
    reading: "The log is being read.",
    readingMore: "The disk can be shown once the log is read, which takes several seconds per GiB of log.",
    notVhdx: "This is not a VHDX: there is no virtual disk in it.",
    needsParent: "The virtual disk can't be read without its parent.",
    unreadable: "The virtual disk can't be read.",
    readAnyway: "Read anyway",
    showStructures: "Show the structures",
    anyway:
      "Read anyway shows the bytes as they are stored, marked and read-only; whatever you export carries the warning.",
    structure: "What is left of the file can still be looked at, byte by byte, in Structure.",
  },
} as const;
