import type { StoredName } from "../../../fs/file-system.ts";

/** What the place of an extraction can hold. */
export interface NameRules {
  /** Whether names may have characters, ends and words that Windows reserves. */
  readonly windows: boolean;
  /** Whether names that differ in case alone are the same. */
  readonly caseless: boolean;
}

const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** Code units of a name at most, as on NTFS. */
const LONGEST = 255;

/** A name that can't lead out of its folder: no separator, and neither `.` nor `..`. */
export function plainName({ text, bytes }: StoredName): StoredName {
  const isPlain =
    text !== "" &&
    bytes.length > 0 &&
    !/^\.{1,2}$/.test(text) &&
    !bytes.some((byte) => byte === 0 || byte === 0x2f);
  if (isPlain) return { text, bytes };
  const made = text.replaceAll(/[/\0]/g, "_");
  const plain = /^\.{0,2}$/.test(made) ? `_${made}` : made;
  return { text: plain, bytes: new TextEncoder().encode(plain) };
}

/** A name as a place can hold it. */
export function heldName({ text }: StoredName, { windows }: NameRules): string {
  let name = text.replaceAll(/[/\0]/g, "_");
  if (windows) {
    name = name.replaceAll(/[\p{Cc}<>:"\\|?*]/gu, "_").replace(/[. ]+$/, (end) => "_".repeat(end.length));
    if (RESERVED.test(name)) name = `_${name}`;
    if (name.length > LONGEST) name = name.slice(0, LONGEST);
  }
  return /^\.{0,2}$/.test(name) ? `_${name}` : name;
}

/** Whether a name is stored as a text, in UTF-8. */
export function isStoredAs({ bytes }: StoredName, text: string): boolean {
  const encoded = new TextEncoder().encode(text);
  return encoded.length === bytes.length && encoded.every((byte, at) => byte === bytes[at]);
}

/** Names that are taken in a folder. */
export class TakenNames {
  readonly #taken = new Set<string>();
  /** The number to try next for each name that was wanted more than once. */
  readonly #next = new Map<string, number>();
  readonly #caseless: boolean;

  constructor({ caseless }: NameRules) {
    this.#caseless = caseless;
  }

  /** Takes a name, or one with a number where it is taken: "name (2).txt". */
  take(name: string): string {
    const own = this.#key(name);
    let made = name;
    for (let nth = this.#next.get(own) ?? 2; this.#taken.has(this.#key(made)); nth += 1) {
      this.#next.set(own, nth + 1);
      const dot = name.lastIndexOf(".");
      const end = dot > 0 ? name.slice(dot) : "";
      const number = ` (${nth})`;
      made = `${name.slice(0, Math.min(name.length - end.length, LONGEST - number.length - end.length))}${number}${end}`;
    }
    this.#taken.add(this.#key(made));
    return made;
  }

  #key(name: string): string {
    return this.#caseless ? name.toLowerCase().normalize() : name;
  }
}
