import type { LogEntryState, LogView, LogViewEntry } from "../../../../workers/api/index.ts";
import type { TableSort } from "../../views/table/WindowTable.tsx";

/** A log entry. */
export type LogRow = LogViewEntry;

/** A log as the screen shows it. */
export interface LogModel {
  readonly log: LogView;
  readonly rows: readonly LogRow[];
  readonly byOffset: ReadonlyMap<number, LogRow>;
  readonly counts: Readonly<Record<LogEntryState, number>>;
  /** The rows of the active sequence, from the tail to the head. */
  readonly active: readonly LogRow[];
}

export function logModel(log: LogView): LogModel {
  const rows = log.entries;
  const active = rows.filter((row) => row.order !== null).toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const counts = { active: 0, "before-tail": 0, superseded: 0, stale: 0, torn: 0 };
  for (const { state } of rows) counts[state] += 1;
  return { log, rows, byOffset: new Map(rows.map((row) => [row.offset, row])), counts, active };
}

/** Where an entry begins in the file, bytes; of a broken image it can be beyond any file. */
export function entryFileOffset(log: Pick<LogView, "offset">, row: Pick<LogRow, "offset">): bigint {
  return log.offset + BigInt(row.offset);
}

/** Columns of the table that can be sorted by. */
export type LogColumn =
  | "offset"
  | "sequence"
  | "length"
  | "state"
  | "descriptors"
  | "tail"
  | "flushed"
  | "last";

const COMPARE: Readonly<Record<LogColumn, (a: LogRow, b: LogRow) => number>> = {
  offset: (a, b) => a.offset - b.offset,
  sequence: (a, b) => compare(a.sequenceNumber, b.sequenceNumber),
  length: (a, b) => a.length - b.length,
  state: (a, b) => compare(a.state, b.state),
  descriptors: (a, b) => a.descriptorCount - b.descriptorCount,
  tail: (a, b) => a.tail - b.tail,
  flushed: (a, b) => compare(a.flushedFileOffset, b.flushedFileOffset),
  last: (a, b) => compare(a.lastFileOffset, b.lastFileOffset),
};

/** Rows in another order; equal ones stay in that of their offset. */
export function sortRows(rows: readonly LogRow[], sort: TableSort): readonly LogRow[] {
  const order = COMPARE[sort.column as LogColumn];
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * order(a, b) || a.offset - b.offset);
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
