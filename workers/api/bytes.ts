import type { ExtentOwner } from "./chain.ts";
import type { Span } from "./span.ts";
import type { NodeId } from "./structure.ts";

export interface FileBytes {
  readonly offset: number;
  /** Shorter than asked for at the end of the file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Size of the layer's file in bytes. */
  readonly fileSize: number;
  /** Runs inside the window that differ from the original. */
  readonly changedByReplay: readonly Span[];
  readonly changedByUser: readonly Span[];
}

/** Where a run of the virtual disk comes from. */
export interface DiskExtent {
  /** Offset on the virtual disk, bytes. */
  readonly offset: number;
  readonly length: number;
  readonly source:
    /** `fileOffset` is an offset in the owner's file, bytes. */
    | { readonly kind: "file"; readonly fileOffset: number }
    | { readonly kind: "zero"; readonly reason: string }
    | { readonly kind: "parent" }
    | { readonly kind: "unreadable"; readonly reason: string };
  /** The ancestor that decides what the run reads as; null where the disk itself does. */
  readonly owner: ExtentOwner | null;
  /** Payload block of the disk itself that the run lies in, and the index of the block's BAT entry. */
  readonly block: number;
  readonly batIndex: number;
  /** Name of the block's state: "FULLY_PRESENT". */
  readonly state: string;
}

export interface DiskBytes {
  readonly offset: number;
  /** Zeros where the source is `parent` or `unreadable`; `extents` tells which. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly diskSize: number;
  readonly extents: readonly DiskExtent[];
  readonly changedByReplay: readonly Span[];
  readonly changedByUser: readonly Span[];
}

export interface BatRow {
  readonly index: number;
  readonly kind: "payload" | "bitmap" | "unused";
  /** Payload block number or chunk number. */
  readonly block: number;
  /** 0-7. */
  readonly state: number;
  readonly stateName: string;
  /**
   * File offset in bytes as a decimal string: the field counts MiB in 44 bits, which can pass 2^53. "0" where the entry has none.
   */
  readonly fileOffset: string;
  /** Offset on the virtual disk of the first byte that the entry maps. */
  readonly diskOffset: number;
  /** Raw entry as 16 hex digits. */
  readonly raw: string;
  readonly problem: string | null;
  /** Raw entry in the original, where this layer's entry differs from it. */
  readonly before: string | null;
  readonly node: NodeId;
}

export interface BatPage {
  readonly first: number;
  readonly total: number;
  readonly rows: readonly BatRow[];
}
