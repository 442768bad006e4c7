import * as v from "valibot";
import type { EditAction } from "../../api/index.ts";
import { editAction } from "./action-schema.ts";

/** Increased when older builds could misread the packed data. */
const VERSION = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Stands for bytes inside the JSON: their offset and length in the binary part. */
const reference = v.object({ $at: count, $length: count });
type Reference = v.InferOutput<typeof reference>;

const packedText = v.object({ version: v.literal(VERSION), actions: v.array(editAction) });

/** Actions as bytes: the length of a JSON text (u32, little-endian), the text, then all byte arrays. */
export function packActions(actions: readonly EditAction[]): Uint8Array<ArrayBuffer> {
  const arrays: Uint8Array[] = [];
  let end = 0;
  const json = JSON.stringify({ version: VERSION, actions }, (_key, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value;
    const placed: Reference = { $at: end, $length: value.length };
    arrays.push(value);
    end += value.length;
    return placed;
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

/** The actions that `packActions` packed; null where the bytes are of another version or broken. */
export function unpackActions(packed: Uint8Array): readonly EditAction[] | null {
  if (packed.length < 4) return null;
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const body = packed.subarray(4 + length);
  const revive = (_key: string, value: unknown): unknown => {
    if (!v.is(reference, value)) return value;
    const end = value.$at + value.$length;
    // A reference to bytes that are missing stays unresolved, so that the action does not validate.
    return end <= body.length ? body.slice(value.$at, end) : null;
  };
  try {
    const found: unknown = JSON.parse(new TextDecoder().decode(packed.subarray(4, 4 + length)), revive);
    return v.parse(packedText, found).actions;
  } catch {
    return null;
  }
}
