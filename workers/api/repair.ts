import type { EditState } from "./edit.ts";
import type { Finding } from "./finding.ts";

/** One way to mend a fault. Staged as an edit of kind `fix`. */
export interface Fix {
  /** Stable as long as the fault stays as it is: `header-from-copy/2`. */
  readonly id: string;
  /** What it does: "Rebuild header 2 from header 1". */
  readonly title: string;
  /** Sentences that say what stood there, and how that is known. */
  readonly evidence: readonly string[];
  /** What is lost by it, as a sentence; null where nothing is. */
  readonly loss: string | null;
  /** At most one for each fault. */
  readonly recommended: boolean;
}

/** Something that is wrong, with all ways to mend it. */
export interface Fault {
  readonly id: string;
  /** Findings that go away with it. */
  readonly findings: readonly Finding[];
  /** The recommended one first; empty where it can't be mended. */
  readonly fixes: readonly Fix[];
  /** Why it can't be mended, or not yet, as a sentence; null where there are fixes. */
  readonly hopeless: string | null;
}

/** What can be mended: in the Edited layer where there are edits, else in the file as stored. */
export interface Repairs {
  readonly faults: readonly Fault[];
  /** How many of the recommended fixes lose nothing. Later ones may follow once these are made. */
  readonly safe: number;
  /** False while log and BAT were not looked at as a whole: more may follow. */
  readonly complete: boolean;
}

/** What came of making all fixes that lose nothing. */
export interface SafeRepairs extends EditState {
  /** How many fixes were made; each is an edit of its own. */
  readonly made: number;
  /** Why the rest was not made, as a sentence; null where none is left. After a cancel: "Cancelled." */
  readonly stopped: string | null;
}
