import type { LogLoss } from "../../../../workers/api/index.ts";
import { sizeText, countText } from "../../../../workers/shared/text.ts";

/** Targets that are named; a large log writes to thousands. */
const NAMED = 4;

/** What is lost when a log is discarded, a sentence each. */
export function lossOf({ entries, writes, bytes, targets, complete }: LogLoss): readonly string[] {
  if (entries === 0)
    return [
      "The log holds no sequence that can be replayed, so nothing is lost that could still be applied.",
    ];
  const unnamed = targets.length > NAMED || !complete;
  const size = complete ? sizeText(bytes) : `more than ${sizeText(bytes)}`;
  return [
    `${countText(entries, "entry", "entries")} with ${countText(writes, "write")} to ${size} of the file that ${entries === 1 ? "was" : "were"} never applied: ${targets.slice(0, NAMED).join(", ")}${unnamed ? " and others" : ""}.`,
    "The guest's last writes may be lost too: blocks that only these entries add to the block allocation table will read as if they had never been written.",
  ];
}
