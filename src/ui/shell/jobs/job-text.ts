import type { Progress } from "../../../../workers/api/index.ts";
import { formatRate } from "../../parts/format.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";

/** Too early for a rate that means anything. */
const NO_RATE_MS = 200;

/**
 * How far a job is and how fast: "128 MiB of 1 GiB, 410 MiB/s".
 *
 * @param elapsed milliseconds since this part of it began.
 */
export function progressText({ done, total, unit }: Progress, elapsed: number): string {
  const write = unit === "bytes" ? sizeText : numberText;
  const amount = total === null ? write(done) : `${write(done)} of ${write(total)}`;
  if (elapsed < NO_RATE_MS || done === 0) return amount;
  return `${amount}, ${formatRate((done / elapsed) * 1000, unit)}`;
}
