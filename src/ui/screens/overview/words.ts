import { countText } from "../../../../workers/shared/text.ts";

/** All text of the Overview screen. */
export const WORDS = {
  verdict: {
    titled: (severity: string) => `Verdict: ${severity}`,
    name: "Verdict",
    unchecked: (parts: string) => `Not checked yet: ${parts}`,
    repair: "Repair…",
    saveRepaired: "Save the repaired disk…",
    showFiles: "Show files",
    measureSpace: "Measure unused space",
    space: (words: string) => `Space: ${words}.`,
    noSpace: "Can't measure the space",
    files: (volume: string, words: string) => `${volume}: ${words}.`,
    readAnyway: "Read anyway",
    checkRest: "Check the rest",
  },
  cantReadFacts: "Can't read all of the disk's facts.",

  findings: {
    title: "Findings",
    details: "Details",
    severity: "Severity",
    code: "Code",
    message: "Message",
    offset: "Offset",
    section: "MS-VHDX",
    readBlocks: "Read every stored block too",
    fullCheck: "Run full check",
    looking: "Looking …",
    none: "Nothing was found wrong.",
    noneSoFar: "Nothing was found wrong so far.",
    detailsOf: (code: string) => `Details of ${code}`,
    placesOf: (cause: string) => `Places of ${cause}`,
    faultsBehind: (faults: number) =>
      `${countText(faults, "fault")} behind them: open the places to see the fixes.`,
    places: (places: number) => countText(places, "place"),
    morePlaces: (count: string) => `${count} more places.`,
    showMore: (count: string) => `Show ${count} more`,
  },

  detail: {
    rule: "Rule",
    inSection: (section: string) => ` MS-VHDX ${section}.`,
    data: "For the data",
    hyperV: "Hyper-V",
    qemu: "QEMU",
    fix: "Fix",
    nothingToRepair: "Nothing has to be repaired.",
    where: "Where",
  },

  check: {
    name: "Full check",
    running: (findings: number) => `The full check runs: ${countText(findings, "finding")} so far.`,
    stopped: "The full check was stopped before its end.",
    done: (parts: string) => `The full check is done. Looked at: ${parts}.`,
  },

  hashes: {
    title: "Hashes",
    of: "Of",
    algorithm: "Algorithm",
    digest: "Digest",
    copy: "Copy",

    /** A digest by its name: "SHA-256 of the file as stored". */
    digestOf: (algorithm: string, of: string) => `${algorithm}, ${of}`,
    unchanged: "file unchanged while hashing",
    changed: "the file changed while hashing",
    everyByte: (size: string) => `Every byte of the disk's ${size}`,
    compute: "Compute hashes",

    /** `disk` is a sentence. */
    promise: (disk: string) =>
      `SHA-256, SHA-1 and MD5 of the file as stored; ${disk} Hashes that were computed go into the report.`,
    computedBefore: (time: string) =>
      `Computed on ${time}, at an earlier visit. Size, headers and time stamp of the file are the same since; its blocks were not read again.`,
    computed: (time: string) => `Computed on ${time}.`,
    ofDisk: (layer: string) => `SHA-256 of the ${layer} file and its virtual disk.`,
    ofNoDisk: (layer: string, problem: string) =>
      `SHA-256 of the ${layer} file. No virtual disk is hashed: ${problem}`,
    notComputed: (why: string) => `Not computed: ${why}`,
    partUnreadable: "part of the disk can't be read.",
    onlyStored: "only stored bytes of the disk were hashed.",
    sourceFile: "File as stored",
    file: (layer: string) => `File, ${layer}`,
    disk: (layer: string) => `Disk, ${layer}`,
    sparse: "sparse SHA-256",
  },

  facts: {
    title: "Facts",
    parentLocator: "Parent locator",
    fact: "Fact",
    value: "Value",
    copy: "Copy",
    inside: "Inside",
    type: "Type",
    virtualSize: "Virtual size",
    fileSize: "File size",
    blockSize: "Block size",

    /** The size of a block, and how many blocks there are. */
    blocks: (size: string, blocks: number) => `${size}; ${countText(blocks, "block")}`,
    sectors: "Sectors",
    sectorSizes: (logical: number, physical: number | string) =>
      `${logical} bytes logical, ${physical} physical`,
    creator: "Creator",
    diskId: "Disk ID",
    fileWriteGuid: "File write GUID",
    dataWriteGuid: "Data write GUID",
    modified: "Modified",
    readToOpen: "Read to open",
    readSoFar: "Read so far",
    bytesRead: (size: string, reads: number) => `${size} in ${countText(reads, "read")}`,
    bat: "BAT",
    batNoPlace: "Unknown: the BAT has no known place",
    batNoSize: "Unknown: the disk's size is not known",
    batEntries: (entries: number) => countText(entries, "entry", "entries"),
    soFar: "In the part read so far:",
    log: "Log",
    logUnknown: "Unknown: no header is valid",
    logEmpty: (size: string) => `Empty (${size} reserved)`,
    logNotRead: "Not read yet",
    logNoSequence: "No valid sequence of entries",
    logEntries: (entries: number) => `${countText(entries, "entry", "entries")} to replay`,
    logGuid: "Log GUID",
    sizeAfterReplay: "Size after replay",
    labelled: (label: string) => `, label "${label}"`,
    wholeDisk: (label: string) => `Whole disk${label}`,
    more: (count: string) => `${count} more`,
  },

  /** Types of a disk. */
  types: { fixed: "Fixed", dynamic: "Dynamic", differencing: "Differencing (has a parent)" },

  /** The engine's keys by the names of MS-VHDX 2.5.1.1 and 2.5.1.2. */

  states: {
    "payload-0": "NOT_PRESENT",
    "payload-1": "UNDEFINED",
    "payload-2": "ZERO",
    "payload-3": "UNMAPPED",
    "payload-6": "FULLY_PRESENT",
    "payload-7": "PARTIALLY_PRESENT",
    "bitmap-0": "bitmap NOT_PRESENT",
    "bitmap-6": "bitmap PRESENT",
  },
} as const;
