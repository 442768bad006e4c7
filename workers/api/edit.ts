import type { RelinkChange } from "./chain.ts";
import type { Finding } from "./finding.ts";
import type { ImageSummary, Verdict } from "./image.ts";
import type { NodeId } from "./structure.ts";

/** One thing that the user does to the Edited layer. Offsets and lengths in bytes. */
export type EditAction =
  /** Overwrites bytes. A write to the virtual disk goes through the log like a guest's write; a write to the file does not. */
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
      /** Whether the structure's checksum is updated. False leaves it wrong, which a test image may want. */
      readonly mend: boolean;
    }
  /** Replays the log into the Edited layer. The first change to a disk whose log must be replayed does so by itself. */
  | { readonly kind: "apply-log" }
  /** Clears LogGuid in the header: what the log held is given up. */
  | { readonly kind: "discard-log" }
  /** One of the fixes that `engine.repairs.list` offers, by its id. */
  | { readonly kind: "fix"; readonly fix: string }
  /** Another parent, or another path to the parent. `engine.chain.checkRelink` says what the change risks. */
  | { readonly kind: "relink"; readonly change: RelinkChange };

/** A pending change, in the order in which it was made. */
export interface Change {
  readonly id: number;
  /** "Wrote 16 bytes at 0x7e00 of the virtual disk". */
  readonly sentence: string;
  /** What the change loses, as a sentence; null where it is not known to lose anything. */
  readonly loss: string | null;
  /** Bytes that the user asked to change; 0 where that has no meaning. */
  readonly bytes: number;
  readonly space: "disk" | "file";
  readonly offset: number;
  readonly length: number;
  /** The structure and the field that were changed; null where the change is one of the bytes above. */
  readonly node: NodeId | null;
  readonly field: string | null;
}

export interface ChangeList {
  readonly done: readonly Change[];
  /** Undone changes, the next to be redone first. */
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
  /** Findings of the Edited layer that were not there before. */
  readonly newFindings: readonly Finding[];
  /** Findings from before that the Edited layer no longer has. */
  readonly fixed: readonly Finding[];
}

/** What setting a field to a new value would do, before it is set. */
export interface FieldCheck {
  /** Why the text can't be stored in the field, as a sentence; null where it can. */
  readonly refused: string | null;
  /** The value as the inspector would show it; null where it is refused. */
  readonly shown: string | null;
  /** The rule of the format that the value would break, as a clause: "must be 1"; null where none. It can be set all the same. */
  readonly problem: string | null;
}

export interface EditState {
  readonly summary: ImageSummary;
  readonly changes: ChangeList;
}

/** The tool whose defaults a new image gets. */
export type NewImagePreset = "hyper-v" | "qemu";

/** Options of a new image. Sizes in bytes. */
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
