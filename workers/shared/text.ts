import { EIB, GIB, KIB, MIB, PIB, TIB } from "./numbers.ts";

/** A number from the engine: plain, or a decimal string or bigint where the value may be 2^53 or more. */
export type Numeric = number | bigint | string;

const UNITS: readonly (readonly [number, string])[] = [
  [EIB, "EiB"],
  [PIB, "PiB"],
  [TIB, "TiB"],
  [GIB, "GiB"],
  [MIB, "MiB"],
  [KIB, "KiB"],
];

const counts = new Intl.NumberFormat("en-US");

/**
 * A size in binary units: "512 bytes", "4 KiB", "1.25 GiB". Only an exact multiple of a unit has no decimals: "4 MiB" is exactly
 * 4 MiB, "4.00 MiB" is a little more. Decimals are cut, not rounded, so the text never claims more bytes than there are.
 *
 * @param length bytes
 */
export function sizeText(length: Numeric): string {
  const bytes = Number(length);
  for (const [unit, name] of UNITS) {
    if (bytes >= unit) {
      const value = bytes / unit;
      return `${Number.isInteger(value) ? value : (Math.floor(value * 100) / 100).toFixed(2)} ${name}`;
    }
  }
  return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
}

/** A file offset in MiB where it is a multiple of 1 MiB, as most offsets of a VHDX are; else in hexadecimal. */
export function offsetText(offset: number): string {
  return offset > 0 && offset % MIB === 0 ? `${offset / MIB} MiB` : hexText(offset);
}

/** A number in hexadecimal: "0x7e00". @param digits the fewest digits to show, padded with zeros */
export function hexText(value: number | bigint, digits = 1): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

/** A number with its thousands separated: "67,108,864". */
export function numberText(count: Numeric): string {
  return counts.format(typeof count === "string" ? BigInt(count) : count);
}

/** A count with its noun: "1 entry", "2 entries". */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Names as a list in a sentence: "a", "a and b", "a, b and c". */
export function listText(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** Bytes as lower-case hex digits without separators. */
export function bytesToHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}
