import type { EditAction } from "../../api/index.ts";

const VERSION = 1;

/** Bytes inside JSON: where they stand in the part behind it. */
interface Reference {
  readonly $at: number;
  readonly $length: number;
}

const isReference = (value: unknown): value is Reference =>
  typeof value === "object" && value !== null && "$at" in value && "$length" in value;

/** Actions as bytes: the length of a JSON text (u32, little-endian), the text, and all byte arrays behind it. */
export function packActions(actions: readonly EditAction[]): Uint8Array<ArrayBuffer> {
  const arrays: Uint8Array[] = [];
  let end = 0;
  const json = JSON.stringify({ version: VERSION, actions }, (_key, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value;
    const reference: Reference = { $at: end, $length: value.length };
    arrays.push(value);
    end += value.length;
    return reference;
  });
  const text = new TextEncoder().encode(json);
  const packed = new Uint8Array(4 + text.length + end);
  new DataView(packed.buffer).setUint32(0, text.length, true);
  packed.set(text, 4);
  let at = 4 + text.length;
  for (const array of arrays) {
    packed.set(array, at);
    at += array.length;
  }
  return packed;
}

/** The actions that `packActions` packed; none where the bytes are of another version or broken. */
export function unpackActions(packed: Uint8Array): readonly EditAction[] {
  if (packed.length < 4) return [];
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const body = packed.subarray(4 + length);
  try {
    const { version, actions } = JSON.parse(
      new TextDecoder().decode(packed.subarray(4, 4 + length)),
      (_key, value: unknown) =>
        isReference(value) ? body.slice(value.$at, value.$at + value.$length) : value,
    ) as { version: number; actions: readonly EditAction[] };
    return version === VERSION ? actions : [];
  } catch {
    return [];
  }
}
