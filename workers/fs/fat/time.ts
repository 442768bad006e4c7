/** Seconds of two, minutes and hours; days, months and years since 1980 (Microsoft's FAT specification, 6.3). */
interface Stamp {
  readonly date: number;
  readonly time: number;
  /** Hundredths of a second, 0 to 199; others count as 0. */
  readonly hundredths: number;
}

const MINUTE = 60_000;

/**
 * A time of FAT as nanoseconds since 1970. FAT keeps the clock on the wall and no zone: it is taken as UTC.
 *
 * @returns null for an empty or impossible one.
 */
export function fatTime({ date, time, hundredths }: Stamp): bigint | null {
  const [year, month, day] = [1980 + (date >>> 9), (date >>> 5) & 15, date & 31];
  const [hour, minute, second] = [time >>> 11, (time >>> 5) & 63, (time & 31) * 2];
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second);
  return BigInt(milliseconds + (hundredths < 200 ? hundredths * 10 : 0)) * 1_000_000n;
}

/**
 * A time of exFAT as nanoseconds since 1970, by its distance from UTC where it has one (Microsoft's exFAT specification, 7.4.10).
 *
 * @param offset bit 7: valid; the others: quarters of an hour east of Greenwich, signed
 */
export function exfatTime(stamp: number, hundredths: number, offset: number): bigint | null {
  const local = fatTime({ date: stamp >>> 16, time: stamp & 0xffff, hundredths });
  if (local === null || (offset & 0x80) === 0) return local;
  const quarters = ((offset & 0x7f) << 25) >> 25;
  return local - BigInt(quarters * 15 * MINUTE) * 1_000_000n;
}
