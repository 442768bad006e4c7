import { textToAscii } from "../../shared/encoded-text.ts";

/** Code page 437, the upper half: FAT does not say which code page its short names are in. */
const UPPER_HALF =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

const FORBIDDEN: ReadonlySet<number> = new Set(textToAscii('"*+,./:;<=>?[\\]|'));

/** First byte of a character of two bytes, in the code pages of Chinese, Japanese and Korean. */
const LOWEST_LEAD = 0x81;
/** Forbidden as characters of their own, and allowed as the second byte of one: `[`, `\`, `]`, `|`. */
const TRAILS: ReadonlySet<number> = new Set([0x5b, 0x5c, 0x5d, 0x7c]);

const NAME = 8;
const WHOLE = 11;
const PAD = 0x20;
/** Stands for a first byte of 0xe5, which marks deleted entries. */
const KANJI = 0x05;

const textOf = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : (UPPER_HALF[byte - 0x80] ?? "\ufffd")))
    .join("");

function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === PAD) end -= 1;
  return bytes.subarray(0, end);
}

/** The volume's label of 11 characters as text; null for none. */
export function labelText(stored: Uint8Array): string | null {
  const text = textOf(trimmed(stored));
  return text === "" || text === "NO NAME" ? null : text;
}

/**
 * A name of 8.3 as text, such as "README.TXT".
 *
 * @param lowerCase 8: name in lower case; 0x10: extension in lower case
 */
export function shortName(stored: Uint8Array, lowerCase: number): string {
  const bytes = stored.slice(0, WHOLE);
  if (bytes[0] === KANJI) bytes[0] = 0xe5;
  const name = textOf(trimmed(bytes.subarray(0, NAME)));
  const extension = textOf(trimmed(bytes.subarray(NAME)));
  const shown = (lowerCase & 8) === 0 ? name : name.toLowerCase();
  if (extension === "") return shown;
  return `${shown}.${(lowerCase & 0x10) === 0 ? extension : extension.toLowerCase()}`;
}

/** Whether bytes can be a name of 8.3. @param from first byte that counts: 1 where the first one was lost with its file */
export function isShortName(bytes: Uint8Array, from = 0): boolean {
  // A first byte that was lost may have been one of two.
  let isBehindLead = from > 0;
  for (let at = from; at < WHOLE; at++) {
    const byte = bytes[at] ?? 0;
    const isKanji = at === 0 && byte === KANJI;
    // No character goes from the name on into the extension.
    if (at === NAME) isBehindLead = false;
    if (byte < PAD && !isKanji) return false;
    if (FORBIDDEN.has(byte) && !(isBehindLead && TRAILS.has(byte))) return false;
    isBehindLead = !isBehindLead && (byte >= LOWEST_LEAD || isKanji);
  }
  return bytes[0] !== PAD;
}

/** Whether bytes can be a label: more characters are allowed than in a name. */
export function isLabelText(bytes: Uint8Array): boolean {
  for (let at = 0; at < WHOLE; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < PAD && !(at === 0 && byte === KANJI)) return false;
  }
  return true;
}

/** The checksum of a name of 8.3 that its long name holds (Microsoft's FAT specification, 7.2). */
export function shortNameChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < WHOLE; at++) sum = (((sum & 1) << 7) + (sum >>> 1) + (bytes[at] ?? 0)) & 0xff;
  return sum;
}
