/** To the writer: which operations to run. */
export interface WriterOrder {
  readonly seed: number;
  /** Number of the first operation. */
  readonly from: number;
  /** Number of operations, after which the writer closes the disk; null to go on until it is killed. */
  readonly count: number | null;
}

/** To the writer: acknowledges one of its flushes. */
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
  /** Whether the log held writes that were not in their places. */
  readonly dirty: boolean;
  /** Number of sectors written by operations that were not reported as durable. */
  readonly ahead: number;
  readonly problems: readonly string[];
}

/** The result of all kills. */
export interface KillResult {
  readonly kills: number;
  /** How many left a log that asks for a replay. */
  readonly dirty: number;
  /** How many came before the writer's first report: while it opened the file, or applied the log. */
  readonly early: number;
  /** Flushes that were reported, and sectors that were found written beyond them. */
  readonly flushes: number;
  readonly ahead: number;
  /** The log after a writer that closed its disk. */
  readonly closedDirty: boolean;
  readonly problems: readonly string[];
}
