/** One thing that is done to a base image. Plain data, so that a case can be saved as JSON. Offsets and lengths in bytes. */
export type Mutation =
  /** Bytes over bytes, in hex digits. */
  | { readonly kind: "write"; readonly offset: number; readonly hex: string; readonly what: string }
  /** Bytes of the base written to another place. */
  | {
      readonly kind: "copy";
      readonly from: number;
      readonly to: number;
      readonly length: number;
      readonly what: string;
    }
  /** The file cut, or grown with zeros. */
  | { readonly kind: "size"; readonly size: number }
  /** A whole log entry, right in itself, whose writes may be anything. */
  | {
      readonly kind: "entry";
      /** From the start of the log. */
      readonly logOffset: number;
      readonly tail: number;
      /** Decimal. */
      readonly sequenceNumber: string;
      readonly flushedFileOffset: string;
      readonly lastFileOffset: string;
      readonly writes: readonly EntryWrite[];
    };

/** What a forged entry writes; offsets and lengths are decimal, since they use all 64 bits. */
export type EntryWrite =
  | { readonly kind: "zeros"; readonly at: string; readonly length: string }
  /** 4 KiB filled with one byte. */
  | { readonly kind: "fill"; readonly at: string; readonly byte: number }
  /** 4 KiB of the base, from another place of it. */
  | { readonly kind: "sector"; readonly at: string; readonly from: number };

/** A mutant: enough to make it again. */
export interface Mutant {
  /** Name of the base image. */
  readonly base: string;
  readonly mutations: readonly Mutation[];
  /** Whether the checksums of what was touched are computed anew. */
  readonly mend: boolean;
}

/** A mutation in a line. */
export function describeMutation(mutation: Mutation): string {
  switch (mutation.kind) {
    case "write":
      return `${mutation.what} = ${mutation.hex.slice(0, 64)}${mutation.hex.length > 64 ? "…" : ""} at ${mutation.offset}`;
    case "copy":
      return `${mutation.what}: ${mutation.length} bytes from ${mutation.from} to ${mutation.to}`;
    case "size":
      return `file of ${mutation.size} bytes`;
    case "entry":
      return `log entry ${mutation.sequenceNumber} at ${mutation.logOffset}, tail ${mutation.tail}, ${mutation.writes.length} writes`;
  }
}
