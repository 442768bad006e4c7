import { countText } from "../../../../workers/shared/text.ts";

/** All text of the Log screen. */
export const WORDS = {
  cantRead: "Can't read the log.",
  noLog: "There is no log to show.",
  notVhdx: "The file is not a VHDX.",
  noLength: "Its header gives the log a length of zero, so the log can't hold entries.",
  noHeader:
    "Neither header is valid, so the log's place is unknown. Its bytes may still be in the file: Structure shows them.",

  verdict: {
    reading: "The log is being read.",
    readingMore: (size: string) =>
      `The log is ${size} long; its entries are listed here once the whole log is read.`,
    clean: "The log is clean: nothing to replay.",
    noneLeft: "No entry is left in the ring.",

    /** Entries of earlier sessions in the log of a closed disk. */
    left: (entries: number) =>
      `${countText(entries, "entry", "entries")} of earlier sessions ${entries === 1 ? "is" : "are"} left in the ring, applied long ago.`,
    waiting: (entries: number) =>
      `The disk was not closed: ${countText(entries, "entry waits", "entries wait")} to be replayed.`,
    invalid: "The disk was not closed, and the log holds no sequence that can be replayed.",
    invalidMore:
      "The bytes on disk may lag behind what the guest wrote. The Original layer shows them as they are.",
  },

  replay: {
    name: "Replayed up to entry",
    none: "Apply nothing",
    back: "One entry back",
    forward: "One entry forward",
    all: "Apply all",
    nothing: "nothing applied",
    sequence: (number: bigint) => `sequence ${number}`,

    /** Of the slider: "3 of 10: sequence 9223372036854775815". */
    text: (count: number, total: number, where: string) => `${count} of ${total}: ${where}`,
  },

  ring: {
    title: "Ring",

    /** For screen readers; `entries` counts them by state. */
    summary: (size: string, entries: string) => `Log ring of ${size}: ${entries}`,
    noEntries: "no entries",
    ends: (tail: string, head: string) =>
      `tail at ${tail}, head at ${head}, counted from the start of the log`,
    menu: "Log entry",
    entries: (entries: number) => countText(entries, "entry", "entries"),
    tail: "tail",
    head: "head",
    inLog: (offset: string) => `log ${offset}`,
    inFile: (offset: string) => `file ${offset}`,
  },

  facts: {
    legend: "Legend",
    name: "Log",
    guid: "Log GUID",
    noGuid: "none: emptied when the disk was closed",
    inFile: "In the file",
    afterReplay: "File after replay",
  },

  /** States of an entry. The letter stands on the ring, where colour alone would have to tell. */
  states: {
    active: { letter: "A", name: "active", meaning: "A replay applies it." },
    "before-tail": {
      letter: "B",
      name: "before-tail",
      meaning: "In the active sequence, but before its tail: already in place.",
    },
    superseded: { letter: "P", name: "superseded", meaning: "Whole, but a newer sequence has taken over." },
    stale: { letter: "S", name: "stale", meaning: "Of an earlier session: it carries another log GUID." },
    torn: {
      letter: "T",
      name: "torn",
      meaning: "Begins like an entry, but fails a check: cut off or overwritten.",
    },
  },

  entries: {
    title: "Entries",
    name: "Log entries",
    none: "The ring holds no log entry, not even a torn one.",
    height: "Height of the entries",
    logOffset: "Log offset",
    fileOffset: "File offset",
    sequence: "Sequence number",
    replay: "Replay",
    state: "State",
    length: "Length",
    descriptors: "Descriptors",
    tail: "Tail, log offset",
    flushed: "Flushed size",
    last: "Last file offset",
    reason: "Reason",
    applied: "applied",
  },

  entry: {
    height: "Height of the entry",
    title: (offset: string) => `Entry at ${offset} in the log`,
    fileOffset: (offset: string) => `file offset ${offset}`,
    replayToHere: "Replay up to here",
    showInStructure: "Show in Structure",
    save: "Save entry…",
    copyLogOffset: "Copy log offset",
    theLogOffset: "the log offset",
    copyFileOffset: "Copy file offset",
    theFileOffset: "the file offset",
    guid: (guid: string) => `Log GUID ${guid}`,
    moreDescriptors: (descriptors: number) => `${countText(descriptors, "more descriptor")} in Structure`,
    change: "Change by the selected descriptor",
    saving: "Saving the entry",
    cantSave: "Can't save the entry",
    notSaved: "Nothing was saved.",
  },

  descriptors: {
    name: "Descriptors",
    target: "Target",
    fileOffset: "File offset",
    writes: "Writes",
    written: (size: string, kind: "data" | "zero") => `${size} ${kind === "zero" ? "zeros" : "data"}`,
    torn: "The descriptors of a torn entry can't be trusted. Its bytes are in Structure.",
    none: "This entry has no descriptors: it writes nothing.",
    show: (target: string) => `Show ${target} in Structure`,
  },

  change: {
    /** After the name of the target. */
    ofLayer: (layer: string, meaning: string) =>
      `in the ${layer} layer (−) and as this entry has it (+). ${meaning}`,
    ofEntry: (order: number) => `before (−) and after (+) entry ${order}`,
    beyond: (offset: string) => `The target ${offset} lies beyond any file.`,
    cantCompare: "Can't compare the target's bytes.",
    none: "The target has the same bytes already: this descriptor changes nothing.",
    first: (compared: string, length: string) => `The first ${compared} of ${length}.`,
    batEntries: (entries: number) => countText(entries, "BAT entry changes", "BAT entries change"),
    bat: "Changed BAT entries",
    entry: "Entry",
    maps: "Maps",
    before: "Before",
    after: "After",
    notInTable: "not in the table",

    /** A BAT entry's state and the offset of its block: "FULLY_PRESENT at 68 MiB". */
    stateAt: (state: string, offset: string) => `${state} at ${offset}`,
    block: (number: number) => `Block ${number}`,
    bitmap: (number: number) => `Bitmap ${number}`,
    owner: (subject: string) => `${subject}: show the file that owns its first byte`,
    unused: "Unused",
  },

  bytes: {
    name: "Changed bytes",
    differ: (differing: number, size: string) =>
      `${countText(differing, "byte differs", "bytes differ")} of ${size}`,
    fileOffset: "File offset",
    diskOffset: "Disk offset",
    side: "Side",
    bytes: "Bytes",
    text: "Text",
    moreRows: (rows: number) => countText(rows, "more row"),
    equal: (size: string) => `${size} equal`,
    sides: { before: "before", after: "after" },
  },

  edits: {
    settled: "Empty on the Edited layer",
    apply: "Apply log",
    discard: "Discard log",
    ask: "Discard the log?",
    lost: "The header will no longer name the log, so no program will replay it. This is lost:",
    atOnce: "This is written to the working disk at once and can't be undone.",
    undoable:
      "The change goes to the Edited layer: the file keeps its log until you save, and Undo brings it back.",
  },

  loss: {
    none: "The log holds no sequence that can be replayed, so nothing is lost that could still be applied.",
    moreThan: (size: string) => `more than ${size}`,
    entries: (entries: number, writes: number, size: string, targets: string, others: boolean) =>
      `${countText(entries, "entry", "entries")} with ${countText(writes, "write")} to ${size} of the file that ${entries === 1 ? "was" : "were"} never applied: ${targets}${others ? " and others" : ""}.`,
    guest:
      "The guest's last writes may be lost too: blocks that only these entries add to the block allocation table will read as if they had never been written.",
  },
} as const;
