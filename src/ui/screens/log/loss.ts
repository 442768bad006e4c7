import type { LogLoss } from "../../../../workers/api/index.ts";
import { formatBytes, formatPlural } from "../../parts/format.ts";

/** Targets that are named; a large log writes to thousands. */
const NAMED = 4;

/** What is given up with a log, a sentence each. */
export function lossOf({ entries, writes, bytes, targets, complete }: LogLoss): readonly string[] {
  if (entries === 0)
    return [
      "The log holds no sequence that can be replayed, so nothing is lost that could still be applied.",
    ];
  const unnamed = targets.length > NAMED || !complete;
  const size = complete ? formatBytes(bytes) : `more than ${formatBytes(bytes)}`;
  return [
    `${formatPlural(entries, "entry", "entries")} with ${formatPlural(writes, "write")} to ${size} of the file that ${entries === 1 ? "was" : "were"} never applied: ${targets.slice(0, NAMED).join(", ")}${unnamed ? " and others" : ""}.`,
    "What the guest wrote last may go with them: blocks that only these entries put into the block allocation table will read as if they had never been written.",
  ];
}
