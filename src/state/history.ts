import * as v from "valibot";
import type { ImageId } from "../../workers/api/index.ts";

/** What an entry of the browser's history says beside its address, which never names a file. */
export interface Entry {
  /** Which load of the page wrote it: ids of open files mean nothing in another one. */
  readonly visit: string;
  /** Counts the entries of this page from the first on. */
  readonly index: number;
  /** The file that was shown; null: none. */
  readonly image: ImageId | null;
}

/** Where the user is, as far as the history is concerned. */
export interface Position {
  /** The address after the page's own. */
  readonly hash: string;
  readonly image: ImageId | null;
  readonly screen: string;
  /** How often the user has jumped. */
  readonly jumps: number;
}

const entry: v.GenericSchema<unknown, Entry> = v.object({
  visit: v.string(),
  index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  image: v.nullable(v.string()),
});

/** What the browser hands back as an entry's state; null where this page did not write it. */
export function readEntry(state: unknown): Entry | null {
  const read = v.safeParse(entry, state);
  return read.success ? read.output : null;
}

/**
 * Whether a move is a step that Back takes back: to another screen or file, or a jump. A mere selection is none, and neither are
 * opening the first file and closing the last one.
 */
export function isStep(from: Position, to: Position): boolean {
  if (from.image === null || to.image === null) return false;
  return from.screen !== to.screen || from.image !== to.image || from.jumps !== to.jumps;
}
