import type { LogEntryState, ReportLog, ReportLogEntry } from "../../../../workers/api/index.ts";
import type { TableSort } from "../../views/table/WindowTable.tsx";

/** A log entry with the numbers that the screen reckons with. */
export interface LogRow {
  /** Log offset, bytes: names the entry, for no two start at one sector. */
  readonly offset: number;
  readonly entry: ReportLogEntry;
  /** Place in the active sequence from 1; null outside it. */
  readonly order: number | null;
}

/** A log as the screen shows it. */
export interface LogModel {
  readonly log: ReportLog;
  readonly rows: readonly LogRow[];
  readonly byOffset: ReadonlyMap<number, LogRow>;
  readonly counts: Readonly<Record<LogEntryState, number>>;
  /** The rows of the active sequence, from the tail to the head. */
  readonly active: readonly LogRow[];
}

export function logModel(log: ReportLog): LogModel {
  const orders = new Map(log.active.map((sequence, index) => [sequence, index + 1]));
  const rows = log.entries.map((entry): LogRow => {
    const order = entry.state === "active" ? (orders.get(entry.sequenceNumber) ?? null) : null;
    return { offset: Number(entry.offset), entry, order };
  });
  const active = rows.filter((row) => row.order !== null).toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const counts = { active: 0, "before-tail": 0, superseded: 0, stale: 0, torn: 0 };
  for (const { entry } of rows) counts[entry.state] += 1;
  return { log, rows, byOffset: new Map(rows.map((row) => [row.offset, row])), counts, active };
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
  sequence: (a, b) => compareDecimal(a.entry.sequenceNumber, b.entry.sequenceNumber),
  length: (a, b) => a.entry.length - b.entry.length,
  state: (a, b) => compareText(a.entry.state, b.entry.state),
  descriptors: (a, b) => a.entry.descriptorCount - b.entry.descriptorCount,
  tail: (a, b) => compareDecimal(a.entry.tail, b.entry.tail),
  flushed: (a, b) => compareDecimal(a.entry.flushedFileOffset, b.entry.flushedFileOffset),
  last: (a, b) => compareDecimal(a.entry.lastFileOffset, b.entry.lastFileOffset),
};

/** Rows in another order; equal ones stay in that of their offset. */
export function sortRows(rows: readonly LogRow[], sort: TableSort): readonly LogRow[] {
  const compare = COMPARE[sort.column as LogColumn];
  const sign = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(a, b) || a.offset - b.offset);
}

/** Compares decimal strings of any length, without a BigInt for each of 260,000 entries. */
function compareDecimal(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
