import { encodeInto } from "../../bytes/struct.ts";
import { textToUtf16 } from "../../shared/encoded-text.ts";
import { parentLocatorEntry, parentLocatorHeader, VHDX_PARENT_LOCATOR } from "../structs/parent-locator.ts";

/** The bytes of a parent locator with these keys and values, in their order (MS-VHDX 2.6.2.6). */
export function encodeLocator(values: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(values).map(([key, value]) => ({
    key: textToUtf16(key),
    value: textToUtf16(value),
  }));
  const head = parentLocatorHeader.size + entries.length * parentLocatorEntry.size;
  const texts = entries.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
  const bytes = new Uint8Array(head + texts);
  encodeInto(parentLocatorHeader, { locatorType: VHDX_PARENT_LOCATOR, keyValueCount: entries.length }, bytes);
  let at = head;
  const put = (text: Uint8Array): number => {
    bytes.set(text, at);
    at += text.length;
    return at - text.length;
  };
  for (const [nth, { key, value }] of entries.entries()) {
    const entry = {
      keyOffset: put(key),
      valueOffset: put(value),
      keyLength: key.length,
      valueLength: value.length,
    };
    encodeInto(parentLocatorEntry, entry, bytes, parentLocatorHeader.size + nth * parentLocatorEntry.size);
  }
  return bytes;
}
