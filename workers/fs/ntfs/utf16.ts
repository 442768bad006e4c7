/** A unit that is half of a character, and its other half is missing. */
const LONE = /\p{Surrogate}/u;
const encoder = new TextEncoder();

/** UTF-16 units of little-endian bytes. @param count units */
export function unitsAt(bytes: Uint8Array, at: number, count: number): Uint16Array {
  const units = new Uint16Array(count);
  for (let index = 0; index < count; index++)
    units[index] = (bytes[at + index * 2] ?? 0) | ((bytes[at + index * 2 + 1] ?? 0) << 8);
  return units;
}

/** Units as they are, as a string. A name has at most 255; a target of a link 32,767. */
function stringOf(units: Uint16Array): string {
  return String.fromCharCode.apply(null, units as unknown as number[]);
}

/** Text for people: what is no character, and NUL, are replaced. */
export function textOfUnits(units: Uint16Array): string {
  const text = stringOf(units);
  const isPlain = units.every((unit) => unit !== 0 && (unit < 0xd800 || unit > 0xdfff));
  return isPlain ? text : text.replaceAll("\0", "\u{fffd}").replaceAll(/\p{Surrogate}/gu, "\u{fffd}");
}

/** UTF-8 of units, where a lone surrogate becomes three bytes of its own, so that two names never become one. */
export function utf8OfUnits(units: Uint16Array): Uint8Array {
  if (units.every((unit) => unit < 0x80)) return Uint8Array.from(units);
  const text = stringOf(units);
  if (!LONE.test(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const part of text) {
    const code = part.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff)
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(...encoder.encode(part));
  }
  return Uint8Array.from(bytes);
}

/** Units of what `utf8OfUnits` made. */
export function unitsOfUtf8(bytes: Uint8Array): Uint16Array {
  const units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    let code = length === 1 ? first : first & (0x7f >> length);
    for (let index = 1; index < length; index++) code = (code << 6) | ((bytes[at + index] ?? 0) & 0x3f);
    if (code > 0xffff) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    at += length;
  }
  return Uint16Array.from(units);
}
