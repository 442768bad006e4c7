import type { FindSpace, PatternChoice, PatternKind } from "../../../state/find.ts";

/** All text of the search panel. */
export const WORDS = {
  panel: "Find bytes",
  lookFor: "Look for",
  findIn: (where: FindSpace) => `Find in the ${where}`,
  previous: "Previous",
  next: "Next",
  findAll: "Find all",
  all: "All",
  ignoreCase: "Ignore case",
  whereToLook: "Where to look",
  file: "File",
  log: "Log",
  close: "Close find",
  found: "Found",

  kinds: {
    auto: "Text or hex",
    hex: "Hex bytes",
    ascii: "Text",
    utf16: "Text, UTF-16LE",
    guid: "GUID",
  } satisfies Readonly<Record<PatternChoice, string>>,
  examples: {
    auto: "NTFS, or 6c 6f 67 65",
    hex: "6c 6f 67 65",
    ascii: "NTFS",
    utf16: "Microsoft",
    guid: "2dc27766-f623-4200-9d64-115e9bfd4a08",
  } satisfies Readonly<Record<PatternChoice, string>>,
  takenAs: {
    hex: "Taken as hex bytes",
    ascii: "Taken as text",
    utf16: "Taken as text, UTF-16LE",
    guid: "Taken as a GUID",
  } satisfies Readonly<Record<PatternKind, string>>,
  takeAs: {
    hex: "Take as hex bytes",
    ascii: "Take as text",
    utf16: "Take as text, UTF-16LE",
    guid: "Take as a GUID",
  } satisfies Readonly<Record<PatternKind, string>>,

  onlyHex: "Only hexadecimal digits, such as 68 65 61 64",
  digitMissing: "Two digits make a byte: one is missing",
  guidExample: "A GUID, such as 2dc27766-f623-4200-9d64-115e9bfd4a08",
  tooLong: (bytes: number) => `At most ${bytes} bytes`,

  searching: {
    file: "Searching the file",
    log: "Searching the log",
    disk: "Searching the disk",
  } satisfies Readonly<Record<FindSpace, string>>,
  stopped: "The search was stopped before its end.",
  cantSearch: "Can't search",
  notFound: "Not found",
  wrapped: { forward: "Went on from the start", backward: "Went on from the end" },
  /** How many hits there are; `complete` is false where there are more. */
  hits: (count: string, complete: boolean) => (complete ? `${count} found` : `More than ${count} found`),
  /** Which of the hits the cursor is on, from 1. */
  hitOf: (nth: number, count: string, complete: boolean) =>
    complete ? `${nth} of ${count}` : `${nth} of more than ${count}`,
} as const;
