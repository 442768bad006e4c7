import { intersects } from "../bytes/intervals.ts";

/** What was written to a file since it was looked at. */
export interface FileChanges {
  /** Of the file before, bytes. */
  readonly sizeBefore: number;
  /** Runs whose bytes may be others now, in order and apart. What a file grew by needs not be among them. */
  readonly runs: readonly { readonly start: number; readonly end: number }[];
  /** Fills `into` with what was there. @param offset of bytes that lie wholly in one of the runs. */
  readBefore(offset: number, into: Uint8Array): void;
}

/** Whether bytes of `[start, end)` may be others now. */
export function touches({ runs }: FileChanges, start: number, end: number): boolean {
  return runs.some((run) => intersects(run, { start, end }));
}
