import { formatBytes, formatPlural } from "../../parts/format.ts";
import type { LogModel } from "./log-model.ts";

/** Targets that are named; a large log writes to thousands. */
const NAMED = 4;

/** What is given up with a log, a sentence each. */
export function lossOf({ active }: Pick<LogModel, "active">): readonly string[] {
  if (active.length === 0)
    return [
      "The log holds no sequence that can be replayed, so nothing is lost that could still be applied.",
    ];
  const writes = active.reduce((sum, { entry }) => sum + entry.descriptorCount, 0);
  const listed = active.flatMap(({ entry }) => entry.descriptors);
  const targets = [...new Set(listed.map(({ target }) => target))];
  const unnamed = targets.length > NAMED || listed.length < writes;
  const bytes = listed.reduce((sum, { length }) => sum + length, 0);
  const size = listed.length < writes ? `more than ${formatBytes(bytes)}` : formatBytes(bytes);
  return [
    `${formatPlural(active.length, "entry", "entries")} with ${formatPlural(writes, "write")} to ${size} of the file that ${active.length === 1 ? "was" : "were"} never applied: ${targets.slice(0, NAMED).join(", ")}${unnamed ? " and others" : ""}.`,
    "What the guest wrote last may go with them: blocks that only these entries put into the block allocation table will read as if they had never been written.",
  ];
}
