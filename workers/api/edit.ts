import type { RelinkChange } from "./chain.ts";
import type { Finding } from "./finding.ts";
import type { ImageSummary, Verdict } from "./image.ts";
import type { NodeId } from "./structure.ts";

/** One thing that the user does to the Edited layer. Offsets and lengths in bytes. */
export type EditAction =
  /** Bytes over bytes: on the virtual disk journaled like a guest's write, in the file as they are. */
  | {
      readonly kind: "write";
      readonly space: "disk" | "file";
      readonly offset: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  /** A run of the virtual disk filled with a pattern, over and over. */
  | {
      readonly kind: "fill";
      readonly offset: number;
      readonly length: number;
      readonly pattern: Uint8Array<ArrayBuffer>;
    }
  /** A run of the virtual disk that reads as zeros afterwards. */
  | { readonly kind: "zero"; readonly offset: number; readonly length: number }
  /** A field of a structure, given as the inspector shows it: decimal or 0x hex, a GUID, text, hex bytes. */
  | {
      readonly kind: "set-field";
      readonly node: NodeId;
      readonly field: string;
      readonly value: string;
      /** Computes the structure's checksum anew. Without it the structure is left as a test image may want it: broken. */
      readonly mend: boolean;
    }
  /** The log is replayed into the Edited layer. Done by itself before the first change to a disk whose log asks for it. */
  | { readonly kind: "apply-log" }
  /** The header no longer names the log: what it held is given up. */
  | { readonly kind: "discard-log" }
  /** One of the fixes that `engine.repairs.list` offers, by its id. */
  | { readonly kind: "fix"; readonly fix: string }
  /** Another parent, or another way to it: `engine.chain.checkRelink` says what that risks. */
  | { readonly kind: "relink"; readonly change: RelinkChange };

/** A pending change, in the order in which it was made. */
export interface Change {
  readonly id: number;
  /** "Wrote 16 bytes at 0x7e00 of the virtual disk". */
  readonly sentence: string;
  /** Bytes that the user asked to change; 0 where that has no meaning. */
  readonly bytes: number;
  readonly space: "disk" | "file";
  readonly offset: number;
  readonly length: number;
  /** The structure that it is about, and the field; null where it is about the bytes above. */
  readonly node: NodeId | null;
  readonly field: string | null;
}

export interface ChangeList {
  readonly done: readonly Change[];
  /** Undone ones, the next to be redone first. */
  readonly undone: readonly Change[];
  /** Bytes of the file that differ or are new. */
  readonly touched: number;
  /** Size of the edited file in bytes. */
  readonly fileSize: number;
}

/** What a check of the Edited layer says before anything is saved. */
export interface DryRun {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Codes found on the Edited layer and not before, and the other way round. */
  readonly newFindings: readonly Finding[];
  readonly fixed: readonly Finding[];
}

/** What a new value of a field would be, before it is set. */
export interface FieldCheck {
  /** Why the text can't be stored in the field, as a sentence; null where it can. */
  readonly refused: string | null;
  /** The value as the inspector would show it; null where it is refused. */
  readonly shown: string | null;
  /** Which rule of the format the value would break, as a clause: "must be 1"; null where none. It can be set all the same. */
  readonly problem: string | null;
}

export interface EditState {
  readonly summary: ImageSummary;
  readonly changes: ChangeList;
}

/** Whose defaults a new image is to have. */
export type NewImagePreset = "hyper-v" | "qemu";

/** What a new image is to be. Sizes in bytes. */
export interface NewImageOptions {
  readonly type: "fixed" | "dynamic";
  readonly size: number;
  readonly blockSize: number;
  readonly logicalSectorSize: number;
  readonly physicalSectorSize: number;
  readonly logSize: number;
  /** State of the blocks of a new dynamic disk: NOT_PRESENT or ZERO. */
  readonly blockState: 0 | 2;
  readonly creator: string;
}

/** Pending changes kept in the browser's own storage, of all files. */
export interface KeptEdits {
  readonly files: number;
  readonly bytes: number;
}
