import type { EditSpace } from "../../../actions/edit/edit-bytes.ts";

/** All text of the tools and dialogs that change bytes. */
export const WORDS = {
  /** What a space is called in a sentence. */
  spaces: { disk: "the virtual disk", file: "the file" } satisfies Readonly<Record<EditSpace, string>>,
  forms: { hex: "Hex", text: "Text", utf16: "UTF-16", base64: "Base64" },

  tools: {
    edit: "Edit",
    paste: "Paste",
    fill: "Fill range",
    zero: "Zero range",
    notChanged: "Not changed",
    diskEnds: "The virtual disk ends here.",
    fileEnds: "The file ends here.",
  },

  strip: {
    name: "Editing",
    disk: "Editing the virtual disk.",
    file: "Editing bytes of the file.",
    bypasses: "Changes bypass the log and no checksum is updated. To update one, edit the field instead.",
    atOnce: "Each change is written to this working disk at once, through its log.",
    pending: "Changes go to the Edited layer; the file stays as it is until you save.",
    /** @param names of open disks that were made from this one */
    children: (names: readonly string[]) =>
      `${names.join(" and ")} ${names.length === 1 ? "was" : "were"} made from this disk. Once its contents change, Hyper-V refuses to open ${names.length === 1 ? "that disk" : "those disks"}.`,
    typeInto: "Type into",
    hex: "Hex",
    text: "Text",

    /** After the key of each. */
    column: "column",
    apply: "apply",
    drop: "drop, end",
  },

  paste: {
    title: "Paste",
    confirm: "Write",
    chooseFile: "Choose a file…",
    file: "File to paste",
    what: "What to paste",
    placeholder: "Hex digits, a C array, text or Base64",
    readAs: "Read as",

    /** Before the name of a file. */
    bytesOf: "The bytes of",
    takeText: "Take text instead",
    tooMuch: (most: string) => `At most ${most} can be pasted at once.`,
    cantRead: (why: string) => `The file can't be read: ${why}`,
    recognised: (form: string) => `Recognised as ${form}:`,
    read: (form: string) => `Read as ${form}:`,

    /** Before the first offset, then before the last. */
    at: (size: string) => `${size} at`,
    upTo: (space: string) => `of ${space}, up to`,
    onlyHex: "Only hexadecimal digits can be read as hex.",
    digitMissing: "Two digits make a byte: one is missing.",
    notBase64: "This is not Base64.",
  },

  range: {
    titles: { fill: "Fill range", zero: "Zero range" },
    verbs: { fill: "Fill", zero: "Zero" },
    offset: "Offset",
    length: "Length",
    lengths: "512, 0x200, 4K",
    pattern: "Pattern",
    hexPattern: "c3, or de ad be ef",
    textPattern: "written over and over",
    patternAs: "Pattern as",
    hex: "Hex",
    text: "Text",
    tooMuch: (most: string) => `At most ${most} of the file at once.`,

    /** Before the first offset, then before the last. */
    from: (size: string, space: string) => `${size} of ${space}, from`,
    to: "to",

    /** After the last offset. */
    zeros: ", will read as zeros",
    overAndOver: (size: string) => `, with ${size} over and over`,
    bypasses: "The change bypasses the log and no checksum is updated.",
    noOffset: "Enter an offset such as 0x7e00, 32256 or 12M.",
    noLength: "Enter a length such as 512, 0x200 or 4K.",
    empty: "At least one byte.",

    /** At the start of a sentence. */
    spaces: { disk: "The virtual disk", file: "The file" } satisfies Readonly<Record<EditSpace, string>>,
    outside: (space: string, end: string) => `${space} ends at ${end}.`,
    tooFar: (space: string, end: string, over: string) =>
      `${space} ends at ${end}: ${over} would lie beyond it.`,
  },
} as const;
