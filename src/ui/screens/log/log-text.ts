import { NIL_GUID } from "../../../../workers/shared/guid.ts";
import type { LogView } from "../../../../workers/api/index.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import type { LogModel } from "./log-model.ts";
import { WORDS } from "./words.ts";

export interface LogText {
  readonly tone: "ok" | "replay" | "invalid" | "neutral";
  readonly sentence: string;
  /** What it means and what to do; null where the sentence says it all. */
  readonly more: string | null;
}

/** Why there is no log to show. */
export function noLogReason({ isVhdx, headerValid }: Pick<LogView, "isVhdx" | "headerValid">): string {
  if (!isVhdx) return WORDS.notVhdx;
  return headerValid ? WORDS.noLength : WORDS.noHeader;
}

/**
 * What the log says about the image, in plain words.
 *
 * @param scanned whether it has been read.
 */
export function logText({ log, active, counts }: LogModel, scanned: boolean): LogText {
  if (log.length === 0) return { tone: "neutral", sentence: WORDS.noLog, more: null };
  if (!scanned) {
    return {
      tone: "neutral",
      sentence: WORDS.verdict.reading,
      more: WORDS.verdict.readingMore(sizeText(log.length)),
    };
  }
  const left = counts.stale;
  if (log.guid === NIL_GUID) {
    return {
      tone: "ok",
      sentence: WORDS.verdict.clean,
      more: left === 0 ? WORDS.verdict.noneLeft : WORDS.verdict.left(left),
    };
  }
  if (active.length > 0) {
    return {
      tone: "replay",
      sentence: WORDS.verdict.waiting(active.length),
      more: null,
    };
  }
  return {
    tone: "invalid",
    sentence: WORDS.verdict.invalid,
    more: WORDS.verdict.invalidMore,
  };
}

/** Text of the slider: "3 of 10: sequence 9223372036854775815". `count` entries are applied. */
export function replayText(count: number, active: LogModel["active"]): string {
  const last = active[count - 1];
  const where = last === undefined ? WORDS.replay.nothing : WORDS.replay.sequence(last.sequenceNumber);
  return WORDS.replay.text(count, active.length, where);
}
