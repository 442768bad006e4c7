import type { Progress } from "../../../../workers/api/index.ts";
import { formatRate } from "../../parts/format.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";
import { WORDS } from "./words.ts";

/** Too early for a rate that means anything. */
const NO_RATE_MS = 200;
/** Too early to say from the rate how long the rest takes. */
const NO_FORECAST_MS = 1000;

const SECONDS = 1000;
const MINUTES = 60 * SECONDS;
const HOURS = 60 * MINUTES;

/** A time to wait, no finer than it can be known: "40 s left", "3 min left", "2 h left". @param left milliseconds. */
function leftText(left: number): string {
  if (left < 10 * SECONDS) return WORDS.left.seconds(Math.max(1, Math.round(left / SECONDS)));
  if (left < 1.5 * MINUTES) return WORDS.left.seconds(Math.round(left / SECONDS / 5) * 5);
  if (left < 1.5 * HOURS) return WORDS.left.minutes(Math.round(left / MINUTES));
  return WORDS.left.hours(Math.round(left / HOURS));
}

/**
 * How far a job is, how fast, and how long the rest takes at that rate: "128 MiB of 1 GiB, 410 MiB/s, 3 s left".
 *
 * @param elapsed milliseconds since this part of it began.
 */
export function progressText({ done, total, unit }: Progress, elapsed: number): string {
  const write = unit === "bytes" ? sizeText : numberText;
  const amount = total === null ? write(done) : WORDS.doneOf(write(done), write(total));
  if (elapsed < NO_RATE_MS || done === 0) return amount;
  const going = `${amount}, ${formatRate((done / elapsed) * 1000, unit)}`;
  if (total === null || done >= total || elapsed < NO_FORECAST_MS) return going;
  return `${going}, ${leftText(((total - done) * elapsed) / done)}`;
}
