import type { ExportKind } from "../../../../workers/api/index.ts";

/** All text of the Export screen. */
export const WORDS = {
  /** Before and after the sign of a layer. */
  export: "Export the",
  layer: (layer: string) => `${layer} layer`,
  replayedUpTo: (entry: number, of: number) => `replayed up to entry ${entry} of ${of}`,
  saveAs: "Save as",
  readFirst: "Read everything before the download",
  readFirstWhy:
    "For a disk that may be failing. During a download the browser itself reads the file; if a read fails, the download fails without saying at which bytes. Reading everything first finds those bytes and can put zeros in their place, but takes as long again.",

  /** What each export is. */
  about: {
    "report-json": "Every structure, the log's history, findings, hashes and bookmarks, for programs.",
    "report-html": "The same report for people: one page that needs nothing else and prints well.",
    raw: "The virtual disk as it would be attached, sector by sector, for other tools.",
    "raw-packed":
      "The raw disk without its zeros, as a zip with a script that unpacks it to a sparse raw file: small and fast where the disk is mostly empty.",
    copy: "The working disk's file as it is, to be used outside of the browser.",
    "replayed-copy": "A VHDX with the log applied, that opens without a replay everywhere.",
    "edited-copy": "A VHDX with your changes; the log is applied first where that is needed.",
    "flatten-dynamic": "The chain as one new VHDX without a parent, with blocks only where there is data.",
    "flatten-fixed": "The chain as one new VHDX without a parent, with room for every block.",
    merge:
      "This disk and its parent as one new file, which takes the parent's place in the chain. Neither of the two is written.",
    patch:
      "The changed bytes alone, with scripts that check, apply and undo them in place: small whatever the disk's size.",
  } satisfies Readonly<Record<ExportKind, string>>,
  atMost: (size: string) => `at most ${size}`,
  atMostData: (size: string) => `at most ${size} of data`,
  patchGives: "Applying the patch gives the same result as the copy, headers included.",
  changes: "Changes beyond the layer",

  flatten: {
    name: "Flatten into",
    dynamic: "Dynamic VHDX",
    fixed: "Fixed VHDX",
    raw: "Raw",
  },
  last: "Last export",

  /** Before the name of a file. */
  downloaded: "Saved to Downloads:",
  saved: "Saved:",

  /** Before the digest. */
  digest: "SHA-256 of what was written:",
  digestOf: (fileName: string) => `SHA-256 of ${fileName}`,
  noDigestOfDownload:
    "No SHA-256: the browser itself reads a download. Choose a place instead to get one, or compute hashes on Overview.",
  noDigest: "No SHA-256: hashing the zeros would take longer than writing the file did.",
  closeNote: "Close the note",

  promises: {
    workingDisk: "Every export is a new file. The working disk stays in the browser until you delete it.",
    edited: "Every export is a new file; the original is only read. Only Replace original writes to it.",
    others:
      "Every export is a new file. The original is only read; its bytes and its time stamp stay as they are.",
  },
} as const;
