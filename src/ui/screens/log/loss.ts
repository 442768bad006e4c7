import type { LogLoss } from "../../../../workers/api/index.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { WORDS } from "./words.ts";

/** Targets that are named; a large log writes to thousands. */
const NAMED = 4;

/** What is lost when a log is discarded, a sentence each. */
export function lossOf({ entries, writes, bytes, targets, complete }: LogLoss): readonly string[] {
  if (entries === 0) return [WORDS.loss.none];
  const unnamed = targets.length > NAMED || !complete;
  const size = complete ? sizeText(bytes) : WORDS.loss.moreThan(sizeText(bytes));
  return [
    WORDS.loss.entries(entries, writes, size, targets.slice(0, NAMED).join(", "), unnamed),
    WORDS.loss.guest,
  ];
}
