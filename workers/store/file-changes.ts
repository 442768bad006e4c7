import { intersects } from "../bytes/intervals.ts";

/** What was written to a file since a reader last read it. */
export interface FileChanges {
  /** Size of the file before the writes, bytes. */
  readonly sizeBefore: number;
  /** Runs whose bytes may have changed, sorted and disjoint. Growth of the file need not be among them. */
  readonly runs: readonly { readonly start: number; readonly end: number }[];
  /** Fills `into` with the bytes from before the writes. @param offset start of bytes that lie wholly in one of the runs */
  readBefore(offset: number, into: Uint8Array): void;
}

/** Whether any byte of `[start, end)` may have changed. */
export function touches({ runs }: FileChanges, start: number, end: number): boolean {
  return runs.some((run) => intersects(run, { start, end }));
}
