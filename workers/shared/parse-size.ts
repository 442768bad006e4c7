const UNITS: Readonly<Record<string, bigint>> = { "": 0n, k: 10n, m: 20n, g: 30n, t: 40n, p: 50n };

/** Text in small letters, without what groups the digits: `_`, and commas before three digits. `1,5` stays: some write fractions so. */
export function plainAmount(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/(?<=[\da-f])_(?=[\da-f])/g, "")
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, "");
}

/**
 * A decimal amount of a binary unit in bytes, to the byte.
 *
 * @param amount `12` or `1.5`.
 * @param unit `k`, `m`, `g`, `t` or `p`; empty for bytes.
 * @returns null where that is not a whole number of bytes, or is above 2^53 - 1.
 */
export function bytesOf(amount: string, unit: string): number | null {
  const [whole = "", fraction = ""] = amount.split(".");
  const scaled = BigInt(whole + fraction) << (UNITS[unit] ?? 0n);
  const parts = 10n ** BigInt(fraction.length);
  const bytes = Number(scaled / parts);
  return scaled % parts === 0n && Number.isSafeInteger(bytes) ? bytes : null;
}

/**
 * Reads a length in bytes: `64 GiB`, `1.5T`, `512 MB` (all units are binary), `1,048,576`, `4096 bytes`.
 *
 * @returns null where the text is not a whole number of bytes, or is above 2^53 - 1.
 */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(?:(?:b|bytes?)|([kmgtp])(?:ib|b)?)?$/.exec(plainAmount(text));
  return match === null ? null : bytesOf(match[1] ?? "", match[2] ?? "");
}
