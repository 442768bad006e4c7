import type { LayerName, Severity } from "../../../workers/api/index.ts";

/** All text of the parts. */
export const WORDS = {
  cancel: "Cancel",
  close: "Close",
  layers: { original: "Original", replayed: "Replayed", edited: "Edited" } satisfies Readonly<
    Record<LayerName, string>
  >,

  /** Of findings, and `ok` for where there is none. */
  severities: {
    ok: "OK",
    info: "Info",
    warning: "Warning",
    error: "Error",
    fatal: "Fatal",
  } satisfies Readonly<Record<Severity | "ok", string>>,

  /** A length for those who need each byte. */
  exactly: (size: string, bytes: string) => `${size} (${bytes} bytes)`,

  nodes: {
    /** Structures by their place. */
    identifier: "File type identifier",
    header: (nth: string) => `Header ${nth}`,
    regionTable: (nth: string) => `Region table ${nth}`,
    regionEntry: (nth: string, entry: string) => `Region table ${nth}, entry ${entry}`,
    log: "Log",
    logEntry: (offset: string) => `Log entry at log offset ${offset}`,
    logDescriptor: (offset: string, descriptor: string) =>
      `Log entry at log offset ${offset}, descriptor ${descriptor}`,
    logData: (offset: string, data: string) => `Log entry at log offset ${offset}, data ${data}`,
    metadata: "Metadata",
    metadataTable: "Metadata table",
    metadataEntry: (nth: string) => `Metadata entry ${nth}`,
    metadataItem: (nth: string) => `Metadata item ${nth}`,
    locator: (nth: string, entry: string) => `Metadata item ${nth}, locator ${entry}`,
    bat: "BAT",
    batPage: (nth: string) => `BAT page ${nth}`,
    batEntry: (nth: string) => `BAT entry ${nth}`,
    blocks: "Blocks",
    block: (nth: string) => `Block ${nth}`,
    bitmap: (nth: string) => `Sector bitmap ${nth}`,
    gaps: "Unused space",
    gap: (offset: string) => `Unused space at ${offset}`,
    region: (nth: string) => `Region ${nth}`,
  },

  promises: {
    local: {
      /** What the page promises before a file is open, and in About. */
      title: "Nothing leaves this computer.",
      text: "The page loads its own program files and nothing else, and sends nothing; its security policy forbids other requests.",
    },
    opening: {
      title: "Opening never writes.",
      text: "No replay, no time stamp, no repair: not one byte of your file changes.",
    },
    results: {
      title: "Results are new files.",
      text: "Replay and changes happen in memory. You take away a report, a raw disk, a copy or a patch; the original is replaced only if you ask for it and confirm.",
    },
  },
} as const;
