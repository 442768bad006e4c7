/**
 * What the scripts in a patch do, once for all languages: the order in which an image is looked at, saved, written and
 * flushed decides whether an interrupted run can be completed, so no script has an order of its own.
 */

/** What the image holds. `begun`: a mixture of old and new bytes, left by a run that was interrupted. */
type ImageState = "old" | "new" | "begun" | "other";

/** 0 done; 1 the image holds other bytes than the patch was made for; 2 reading or writing failed. */
type ExitCode = 0 | 1 | 2;

/** What is done for every group of ranges, in this order; the flush ends the group. */
export type GroupStep = "grow" | "write-new" | "write-old" | "cut" | "flush";

export type Operation =
  /** Compares the image's bytes with the old and the new ones. */
  | { readonly kind: "examine" }
  | {
      readonly kind: "stop-if";
      readonly state: ImageState;
      readonly exit: ExitCode;
      readonly sentence: string;
    }
  /** Says where the image first differs from what the patch was made for. */
  | { readonly kind: "say-difference"; readonly state: ImageState }
  | { readonly kind: "stop-if-dry-run"; readonly sentence: string }
  /** Saves the old bytes beside the image, flushes them and reads them back. */
  | { readonly kind: "keep-old-bytes" }
  /** Stops unless the old bytes are there and whole. */
  | { readonly kind: "need-old-bytes"; readonly exit: ExitCode; readonly sentence: string }
  | {
      readonly kind: "each-group";
      readonly order: "forward" | "backward";
      readonly steps: readonly GroupStep[];
    }
  | {
      readonly kind: "verify";
      readonly state: "old" | "new";
      readonly exit: ExitCode;
      readonly sentence: string;
    }
  | { readonly kind: "forget-old-bytes" }
  | { readonly kind: "done"; readonly sentence: string };

export interface Procedure {
  readonly name: "apply" | "undo";
  /** Why it is done in this order, for whoever reads the script. */
  readonly why: readonly string[];
  readonly operations: readonly Operation[];
}

const OTHER_BYTES =
  "Nothing was written: this is not the image, or not the state of it, that the patch was made for.";

export const PROCEDURES: readonly Procedure[] = [
  {
    name: "apply",
    why: [
      "The old bytes are on stable storage before the first new one is written. Every group is flushed before the",
      "next one, so that the headers name the new state only once all of it is there. Whatever interrupts this, a",
      "second run completes it and --undo takes it back.",
    ],
    operations: [
      { kind: "examine" },
      {
        kind: "stop-if",
        state: "new",
        exit: 0,
        sentence: "Already applied: every range holds the new bytes.",
      },
      { kind: "say-difference", state: "other" },
      { kind: "stop-if", state: "other", exit: 1, sentence: OTHER_BYTES },
      { kind: "stop-if-dry-run", sentence: "The patch fits. Dry run: nothing was written." },
      { kind: "keep-old-bytes" },
      { kind: "each-group", order: "forward", steps: ["grow", "write-new", "flush"] },
      {
        kind: "verify",
        state: "new",
        exit: 2,
        sentence: "What was written reads back differently. Run this again, or with --undo.",
      },
      { kind: "done", sentence: "Applied and verified. The old bytes are kept beside the image for --undo." },
    ],
  },
  {
    name: "undo",
    why: [
      "The groups are taken back in the opposite order, so that the image passes through the same states as when the",
      "patch was applied. Whatever interrupts this, a second run completes it.",
    ],
    operations: [
      { kind: "examine" },
      {
        kind: "stop-if",
        state: "old",
        exit: 0,
        sentence: "Nothing to undo: every range holds the old bytes.",
      },
      { kind: "say-difference", state: "other" },
      { kind: "stop-if", state: "other", exit: 1, sentence: OTHER_BYTES },
      {
        kind: "need-old-bytes",
        exit: 2,
        sentence: "The old bytes are not beside the image, or are damaged, so nothing can be undone.",
      },
      { kind: "each-group", order: "backward", steps: ["write-old", "cut", "flush"] },
      {
        kind: "verify",
        state: "old",
        exit: 2,
        sentence: "What was written reads back differently. Run --undo again.",
      },
      { kind: "forget-old-bytes" },
      { kind: "done", sentence: "Undone and verified: the image is as it was." },
    ],
  },
];
