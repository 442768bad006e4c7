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
    /** `fileOffset` is one of the owner's file. */
    | { readonly kind: "file"; readonly fileOffset: number }
    | { readonly kind: "zero"; readonly reason: string }
    | { readonly kind: "parent" }
    | { readonly kind: "unreadable"; readonly reason: string };
  /** The ancestor that decides on the run; null where the disk itself does. */
  readonly owner: ExtentOwner | null;
  /** Payload block of the disk itself that the run lies in, and its BAT entry's index. */
  readonly block: number;
  readonly batIndex: number;
  /** Name of the block's state: "FULLY_PRESENT". */
  readonly state: string;
}

export interface DiskBytes {
  readonly offset: number;
  /** Zeros where the source is `parent` or `unreadable`: look at `extents`. */
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
  /** File offset in bytes as a decimal string: 44 bits of MiB can pass 2^53. "0" where none. */
  readonly fileOffset: string;
  /** First byte of the virtual disk that it maps. */
  readonly diskOffset: number;
  /** Raw entry as 16 hex digits. */
  readonly raw: string;
  readonly problem: string | null;
  /** Raw entry of the original where this layer's differs. */
  readonly before: string | null;
  readonly node: NodeId;
}

export interface BatPage {
  readonly first: number;
  readonly total: number;
  readonly rows: readonly BatRow[];
}
