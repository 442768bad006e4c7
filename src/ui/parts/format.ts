const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;
const counts = new Intl.NumberFormat("en-US");

/** A number of the engine's: plain, or a decimal string where it may pass 2^53. */
export type Numeric = number | bigint | string;

/**
 * A length in binary units: "512 bytes", "4 KiB", "1.25 GiB". Only an exact multiple shows no decimals, so that "4 MiB"
 * always means 4 MiB and "4.00 MiB" a little more. Decimals are cut, not rounded: a size is never said to be more than it
 * is. The engine's sentences do the same (`sizeText` of workers/bytes), as both stand on one screen.
 */
export function formatBytes(length: Numeric): string {
  const bytes = Number(length);
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const { value, unit } = scaled(bytes);
  return `${Number.isInteger(value) ? value : (Math.floor(value * 100) / 100).toFixed(2)} ${unit}`;
}

/** In the largest unit of which there is one at least. */
function scaled(bytes: number): { readonly value: number; readonly unit: string } {
  let unit = 0;
  let value = bytes / 1024;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return { value, unit: UNITS[unit] ?? "" };
}

/** A length for those who need each byte: "1.25 MiB (1,310,720 bytes)". */
export function formatBytesExactly(length: Numeric): string {
  const bytes = Number(length);
  return bytes < 1024 ? formatBytes(bytes) : `${formatBytes(bytes)} (${formatCount(length)} bytes)`;
}

/** A file or disk offset: "0x00300000"; at least eight digits, so that columns line up. */
export function formatOffset(offset: Numeric): string {
  return `0x${BigInt(offset).toString(16).padStart(8, "0")}`;
}

/** A count with thousands separated: "67,108,864". */
export function formatCount(count: Numeric): string {
  return counts.format(typeof count === "string" ? BigInt(count) : count);
}

/** A count with its noun: "1 entry", "2 entries". */
export function formatPlural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Bytes (or steps) a second: "410 MiB/s". Three digits of bytes, as more of them would not stand still long enough to be read. */
export function formatRate(perSecond: number, unit: "bytes" | "entries" | "fixes"): string {
  const rate = Math.round(perSecond);
  if (unit !== "bytes") return `${formatCount(rate)}/s`;
  if (rate < 1024) return `${formatBytes(rate)}/s`;
  const { value, unit: scale } = scaled(rate);
  const digits = Number.isInteger(value) ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${scale}/s`;
}

/** A point in time in UTC, as evidence notes want it: "2024-03-01 17:05:09 UTC". */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
