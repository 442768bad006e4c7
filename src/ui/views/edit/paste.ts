import { WORDS } from "./words.ts";

/** How pasted text can be read as bytes. */
export const PASTE_FORMS = ["hex", "text", "utf16", "base64"] as const;
export type PasteForm = (typeof PASTE_FORMS)[number];

export type Pasted =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly problem: string };

const no = (problem: string): Pasted => ({ ok: false, problem });

/** What stands between the braces of a C array; else the whole text. */
function withoutDeclaration(text: string): string {
  return /^[^{}]*\{([^{}]*)\}\s*;?\s*$/.exec(text)?.[1] ?? text;
}

function digitsOf(text: string): string | null {
  const digits = withoutDeclaration(text).replaceAll(/0x|\\x|[\s,;:_-]/gi, "");
  return /^[0-9a-f]*$/i.test(digits) ? digits : null;
}

function readHex(text: string): Pasted {
  const digits = digitsOf(text);
  if (digits === null) return no(WORDS.paste.onlyHex);
  if (digits.length % 2 === 1) return no(WORDS.paste.digitMissing);
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at += 1)
    bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return { ok: true, bytes };
}

function readUtf16(text: string): Pasted {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 1) view.setUint16(2 * at, text.charCodeAt(at), true);
  return { ok: true, bytes };
}

function readBase64(text: string): Pasted {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return { ok: true, bytes: Uint8Array.from(binary, (character) => character.charCodeAt(0)) };
  } catch {
    return no(WORDS.paste.notBase64);
  }
}

/** The bytes that a text stands for in a form. */
export function readPasted(text: string, form: PasteForm): Pasted {
  switch (form) {
    case "hex":
      return readHex(text);
    case "text":
      return { ok: true, bytes: new TextEncoder().encode(text) };
    case "utf16":
      return readUtf16(text);
    case "base64":
      return readBase64(text);
  }
}

/** Base64 that is hardly anything else: padded, or long and of all kinds of characters. Many a word is valid Base64. */
function looksLikeBase64(text: string): boolean {
  const plain = text.replaceAll(/\s*\n\s*/g, "").trim();
  if (plain.length < 4 || plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) return false;
  if (plain.endsWith("=")) return true;
  return plain.length >= 24 && /[a-z]/.test(plain) && /[A-Z]/.test(plain) && /\d/.test(plain);
}

/** What a pasted text most likely is. Digits in pairs are hex, even where they could be a word. */
export function recognisePasted(text: string): PasteForm {
  const digits = digitsOf(text);
  if (digits !== null && digits.length > 0 && digits.length % 2 === 0) return "hex";
  return looksLikeBase64(text) ? "base64" : "text";
}
