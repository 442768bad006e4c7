import { NIL_GUID } from "../../../../workers/shared/guid.ts";
import type { LogView } from "../../../../workers/api/index.ts";
import { sizeText, countText } from "../../../../workers/shared/text.ts";
import type { LogModel } from "./log-model.ts";

export interface LogText {
  readonly tone: "ok" | "replay" | "invalid" | "neutral";
  readonly sentence: string;
  /** What it means and what to do; null where the sentence says it all. */
  readonly more: string | null;
}

/** Why there is no log to show. */
export function noLogReason({ isVhdx, headerValid }: Pick<LogView, "isVhdx" | "headerValid">): string {
  if (!isVhdx) return "The file is not a VHDX.";
  return headerValid
    ? "Its header gives the log a length of zero, so the log can't hold entries."
    : "Neither header is valid, so the log's place is unknown. Its bytes may still be in the file: Structure shows them.";
}

/**
 * What the log says about the image, in plain words.
 *
 * @param scanned whether it has been read.
 */
export function logText({ log, active, counts }: LogModel, scanned: boolean): LogText {
  if (log.length === 0) return { tone: "neutral", sentence: "There is no log to show.", more: null };
  if (!scanned) {
    return {
      tone: "neutral",
      sentence: "The log is being read.",
      more: `It is ${sizeText(log.length)} long; its entries are listed here once all of it is known.`,
    };
  }
  const left = counts.stale;
  if (log.guid === NIL_GUID) {
    return {
      tone: "ok",
      sentence: "The log is clean: nothing to replay.",
      more:
        left === 0
          ? "No entry is left in the ring."
          : `${countText(left, "entry", "entries")} of earlier sessions ${left === 1 ? "is" : "are"} left in the ring, applied long ago.`,
    };
  }
  if (active.length > 0) {
    return {
      tone: "replay",
      sentence: `The disk was not closed: ${countText(active.length, "entry waits", "entries wait")} to be replayed.`,
      more: null,
    };
  }
  return {
    tone: "invalid",
    sentence: "The disk was not closed, and the log holds no sequence that can be replayed.",
    more: "The bytes on disk may lag behind what the guest wrote. The Original layer shows them as they are.",
  };
}

/** Text of the slider: "3 of 10: sequence 9223372036854775815". `count` entries are applied. */
export function replayText(count: number, active: LogModel["active"]): string {
  const last = active[count - 1];
  const where = last === undefined ? "nothing applied" : `sequence ${last.sequenceNumber}`;
  return `${count} of ${active.length}: ${where}`;
}
