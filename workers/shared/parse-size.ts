const UNITS: Readonly<Record<string, number>> = { "": 0, b: 0, k: 10, m: 20, g: 30, t: 40, p: 50 };

/**
 * Reads a length in bytes: `64 GiB`, `1.5T`, `512 MB` (all units are binary), `1,048,576`, `4096 bytes`.
 *
 * @returns null where the text is not a whole number of bytes, or is above 2^53 - 1.
 */
export function parseSize(text: string): number | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/(?<=\d)[,_](?=\d)/g, "");
  const match = /^(\d+(?:\.\d+)?)\s*(?:(b|bytes?)|([kmgtp])(?:ib|b)?)?$/.exec(plain);
  if (match === null) return null;
  const value = Number(match[1]) * 2 ** (UNITS[match[3] ?? ""] ?? 0);
  return Number.isSafeInteger(value) ? value : null;
}
