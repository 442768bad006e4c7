import type { ExtVolume } from "../volume.ts";
import type { JournalHead } from "./head.ts";
import { journalBlock } from "./log.ts";
import type { JournalPlaces } from "./places.ts";
import { decode } from "../../../bytes/struct.ts";
import { fastCommitHead } from "../structs/journal.ts";

const HEAD = 9;
/** Blocks between the last one of the log and the first one of the fast commits: jbd2 leaves one out (`j_fc_first = j_last + 1`). */
const LEFT_OUT = 1;

/** Whether fast commits of a transaction follow the log: they begin with a record that names it. @param sequence the transaction */
export function hasFastCommits(
  volume: ExtVolume,
  places: JournalPlaces,
  head: JournalHead,
  sequence: number,
): boolean {
  if (!head.hasFastCommits) return false;
  const bytes = journalBlock(volume, places, head.end + LEFT_OUT);
  if (bytes === null) return false;
  const { tag, length, transaction } = decode(fastCommitHead, bytes);
  return tag === HEAD && length >= 8 && transaction === sequence;
}
