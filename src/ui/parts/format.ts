import { type Numeric, numberText, sizeText } from "../../../workers/shared/text.ts";
import { WORDS } from "./words.ts";

const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** The value in the largest unit in which it is at least 1. */
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
  return bytes < 1024 ? sizeText(bytes) : WORDS.exactly(sizeText(bytes), numberText(length));
}

/** A file or disk offset: "0x00300000"; at least eight digits, so that columns line up. */
export function formatOffset(offset: Numeric): string {
  return `0x${BigInt(offset).toString(16).padStart(8, "0")}`;
}

/** Bytes (or steps) a second: "410 MiB/s". Bytes have three digits: more would change too fast to be read. */
export function formatRate(perSecond: number, unit: "bytes" | "entries" | "fixes"): string {
  const rate = Math.round(perSecond);
  if (unit !== "bytes") return `${numberText(rate)}/s`;
  if (rate < 1024) return `${sizeText(rate)}/s`;
  const { value, unit: scale } = scaled(rate);
  const digits = Number.isInteger(value) ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${scale}/s`;
}

/** A point in time in UTC, as evidence notes want it: "2024-03-01 17:05:09 UTC". */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
