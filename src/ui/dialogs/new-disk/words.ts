/** All text of the dialogs that make a disk. */
export const WORDS = {
  title: "New disk",
  preset: "Preset",

  presets: {
    hyperV: "Hyper-V",
    qemu: "QEMU",
    qemuNote: "The block size depends on the disk's size, as in qemu-img.",
    custom: "Custom",
  },
  type: "Type",

  types: {
    dynamic: "Dynamic",
    fixed: "Fixed",
    dynamicHint: "The file grows as the disk is written",
    fixedHint: "The file has its full size from the start",
  },
  size: "Size",
  sizeHint: "What the guest sees: at most 64 TiB",
  noSize: "Enter a size, such as 64 GiB.",
  blockSize: "Block size",
  blockSizeHint: "A power of two from 1 to 256 MiB",
  logSize: "Log size",
  logSizeHint: "A whole number of MiB, from 1 to 256",
  logicalSector: "Logical sector size",
  logicalSectorHint: "Smallest unit that the guest reads and writes",
  physicalSector: "Physical sector size",
  physicalSectorHint: "Unit that the guest is told to align to",

  sectors: {
    bytes512: "512 bytes",
    bytes4096: "4096 bytes",
  },
  blockState: "State of new blocks",

  blockStates: {
    notPresent: "Not present (Hyper-V)",
    zero: "Zero (QEMU)",
    fixedHint: "All blocks of a fixed disk are fully present",
    dynamicHint: "Both read as zeros",
  },
  creator: "Creator",
  creatorHint: "Written into the file identifier",

  target: {
    fileName: "File name",
    saveAs: "Save as",
    working: "Working disk",
    noStorage: "No working disk here: the browser gives this page no storage of its own.",
    workingNote: "Stored in this browser and edited in place, through the disk's own log.",
    forbidden: (character: string) => `No file name can have ${character} in it.`,
    control: "a control character",
    noName: "The disk needs a file name.",
  },

  /** Before the file's name. */
  done: { pick: "Saved:", download: "Saved to Downloads:", working: "Stored in this browser:" },
  close: "Close",
  open: "Open it",
  create: "Create",
  notCreated: "Not created.",
} as const;
