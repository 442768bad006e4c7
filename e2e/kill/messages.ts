/** To the writer: which operations to run. */
export interface WriterOrder {
  readonly seed: number;
  /** Number of the first operation. */
  readonly from: number;
  /** How many, after which it closes the disk; null: until it is killed. */
  readonly count: number | null;
}

/** To the writer: one more of its flushes was noted. */
export type Noted = "noted";

/** From the writer. */
export type WriterReport =
  /** The file is open; the log is applied next, where there is something in it. */
  | { readonly kind: "opened" }
  /** All operations up to this one are durable. */
  | { readonly kind: "flushed"; readonly number: number }
  | { readonly kind: "closed" };

/** To the judge. */
export type JudgeOrder =
  | { readonly call: number; readonly ask: "create" }
  | {
      readonly call: number;
      readonly ask: "judge";
      readonly seed: number;
      /** Operations of the writer that was killed: from the first to the last that was reported as durable. */
      readonly from: number;
      readonly flushed: number;
    };

/** What the judge found on the disk that a killed writer left. */
export interface Judgement {
  /** Whether the log held something that was not in its place. */
  readonly dirty: boolean;
  /** Sectors that hold what an operation wrote that was not reported as durable. */
  readonly ahead: number;
  readonly problems: readonly string[];
}

/** What came of all kills. */
export interface KillResult {
  readonly kills: number;
  /** How many left a log that asks for a replay. */
  readonly dirty: number;
  /** How many came before the writer had reported anything: while it opened the file, or applied the log. */
  readonly early: number;
  /** Flushes that were reported, and sectors that were found written beyond them. */
  readonly flushes: number;
  readonly ahead: number;
  /** The log after a writer that closed its disk. */
  readonly closedDirty: boolean;
  readonly problems: readonly string[];
}
