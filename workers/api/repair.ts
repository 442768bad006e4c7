import type { EditState } from "./edit.ts";
import type { Finding } from "./finding.ts";

/** One way to repair a fault. `edits.apply` makes it a pending edit of kind `fix`. */
export interface Fix {
  /** Stable as long as the fault stays as it is: `header-from-copy/2`. */
  readonly id: string;
  /** What the fix does: "Rebuild header 2 from header 1". */
  readonly title: string;
  /** Sentences that say what the right bytes are, and how they are known. */
  readonly evidence: readonly string[];
  /** What the fix loses, as a sentence; null where it loses nothing. */
  readonly loss: string | null;
  /** At most one for each fault. */
  readonly recommended: boolean;
}

/** Something that is wrong, with all fixes for it. */
export interface Fault {
  readonly id: string;
  /** Findings that are gone once the fault is repaired. */
  readonly findings: readonly Finding[];
  /** The recommended fix first; empty where the fault can't be repaired. */
  readonly fixes: readonly Fix[];
  /** Why the fault can't be repaired, or not yet, as a sentence; null where there are fixes. */
  readonly hopeless: string | null;
}

/** What can be repaired: in the Edited layer where there are edits, else in the file as stored. */
export interface Repairs {
  readonly faults: readonly Fault[];
  /** How many of the recommended fixes lose nothing. Once they are made, others may become possible. */
  readonly safe: number;
  /** False until the whole log and the whole BAT were checked: more faults may be found. */
  readonly complete: boolean;
}

/** The result of making fixes one after the other. */
export interface MadeRepairs extends EditState {
  /** How many fixes were made; each is an edit of its own. */
  readonly made: number;
  /** Why the other fixes were not made, as a sentence; null where none is left. After a cancel: "Cancelled." */
  readonly stopped: string | null;
}
