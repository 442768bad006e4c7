/** Letters of the table (exFAT specification, 7.2). */
const LETTERS = 65_536;
/** In a packed table: the next word says how many letters stand for themselves. */
const SAME = 0xffff;

/** The table of upper case letters, unpacked. @param packed little-endian words */
export function unpackUpcase(packed: Uint8Array): Uint16Array {
  const table = Uint16Array.from({ length: LETTERS }, (_, letter) => letter);
  let letter = 0;
  for (let at = 0; at + 1 < packed.length && letter < LETTERS; at += 2) {
    const word = (packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8);
    if (word === SAME && at + 3 < packed.length) {
      letter += (packed[at + 2] ?? 0) | ((packed[at + 3] ?? 0) << 8);
      at += 2;
    } else table[letter++] = word;
  }
  return table;
}

/** Checksum of the packed table (exFAT specification, 7.2.2). */
export function upcaseChecksum(packed: Uint8Array): number {
  let sum = 0;
  for (const byte of packed) sum = (((sum & 1) << 31) + (sum >>> 1) + byte) >>> 0;
  return sum;
}

/** A name in upper case. */
export function inUpperCase(name: string, table: Uint16Array | null): string {
  if (table === null) return name.toUpperCase();
  let upper = "";
  for (let at = 0; at < name.length; at++) upper += String.fromCharCode(table[name.charCodeAt(at)] ?? 0);
  return upper;
}
