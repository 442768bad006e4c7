const SECOND = 1_000_000_000n;
/** Milliseconds that a Date can hold. */
const LATEST = 8_640_000_000_000_000n;

/**
 * A time to the nanosecond, in UTC: "2026-01-31T12:00:00.000000000Z". One beyond the years that a Date holds is its number.
 *
 * @param time nanoseconds since 1970
 */
export function nanosecondText(time: bigint): string {
  const fraction = ((time % SECOND) + SECOND) % SECOND;
  const milliseconds = (time - fraction) / 1_000_000n;
  if (milliseconds > LATEST || milliseconds < -LATEST) return `${time} ns`;
  const seconds = new Date(Number(milliseconds)).toISOString().slice(0, -5);
  return `${seconds}.${String(fraction).padStart(9, "0")}Z`;
}
