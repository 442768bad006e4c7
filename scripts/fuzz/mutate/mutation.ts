/** Index of the base's file that is changed; by default the image itself. */
interface InFile {
  readonly file?: number;
}

/**
 * One change of a base. Plain data, so that a case can be saved as JSON. Offsets and lengths are in bytes; files are indexes in
 * the base.
 */
export type Mutation =
  /** Overwrites bytes, given as hex digits. */
  | (InFile & {
      readonly kind: "write";
      readonly offset: number;
      readonly hex: string;
      readonly what: string;
    })
  /** Fills a run with one byte, for runs that are too long for hex digits. */
  | (InFile & {
      readonly kind: "fill";
      readonly offset: number;
      readonly length: number;
      readonly byte: number;
      readonly what: string;
    })
  /** Copies bytes of the base to another place; `source` names another file to copy from. */
  | (InFile & {
      readonly kind: "copy";
      readonly source?: number;
      readonly from: number;
      readonly to: number;
      readonly length: number;
      readonly what: string;
    })
  /** Cuts the file, or grows it with zeros. */
  | (InFile & { readonly kind: "size"; readonly size: number })
  /** Writes a complete, valid log entry with any writes. */
  | (InFile & {
      readonly kind: "entry";
      /** From the start of the log. */
      readonly logOffset: number;
      readonly tail: number;
      /** Decimal. */
      readonly sequenceNumber: string;
      readonly flushedFileOffset: string;
      readonly lastFileOffset: string;
      readonly writes: readonly EntryWrite[];
    })
  /** The user picks a file as the parent of another one, or (null) takes the parent away. */
  | { readonly kind: "pick"; readonly child: number; readonly parent: number | null }
  /** The file has another name. */
  | { readonly kind: "name"; readonly file: number; readonly name: string }
  /** The file is not open; never the image itself. */
  | { readonly kind: "close"; readonly file: number };

/** A write of a forged entry. Offsets and lengths are decimal, as they use all 64 bits. */
export type EntryWrite =
  | { readonly kind: "zeros"; readonly at: string; readonly length: string }
  /** 4 KiB filled with one byte. */
  | { readonly kind: "fill"; readonly at: string; readonly byte: number }
  /** 4 KiB of the base, from another place of it. */
  | { readonly kind: "sector"; readonly at: string; readonly from: number };

/** A mutant, described well enough to make it again. */
export interface Mutant {
  /** Name of the base image. */
  readonly base: string;
  readonly mutations: readonly Mutation[];
  /** Whether the checksums of touched structures are updated. */
  readonly mend: boolean;
}

function describe(mutation: Mutation): string {
  switch (mutation.kind) {
    case "write":
      return `${mutation.what} = ${mutation.hex.slice(0, 64)}${mutation.hex.length > 64 ? "…" : ""} at ${mutation.offset}`;
    case "fill":
      return `${mutation.what}: ${mutation.length} bytes of ${mutation.byte} at ${mutation.offset}`;
    case "copy":
      return `${mutation.what}: ${mutation.length} bytes from ${mutation.from} to ${mutation.to}`;
    case "size":
      return `file of ${mutation.size} bytes`;
    case "entry":
      return `log entry ${mutation.sequenceNumber} at ${mutation.logOffset}, tail ${mutation.tail}, ${mutation.writes.length} writes`;
    case "pick":
      return mutation.parent === null
        ? `no parent for file ${mutation.child}`
        : `file ${mutation.parent} as the parent of file ${mutation.child}`;
    case "name":
      return `the name ${JSON.stringify(mutation.name)}`;
    case "close":
      return "not open";
  }
}

/** A mutation in a line. */
export const describeMutation = (mutation: Mutation): string =>
  "file" in mutation ? `file ${mutation.file}: ${describe(mutation)}` : describe(mutation);
