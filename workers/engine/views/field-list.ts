import type { Field, NodeId } from "../../api/index.ts";
import { crc32cWithout } from "../../bytes/crc32c.ts";
import { decode, type FieldSpec, type Kind, type KindValues, type Struct } from "../../bytes/struct.ts";
import { bytesToHex, hexText } from "../../shared/text.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { readUpTo } from "../../store/store.ts";
import type { ViewContext } from "./context.ts";

const SHOWN_BYTES = 16;
/** Bytes. Longest run of bytes that can be typed as one value. */
const LONGEST_INPUT = 64;

/** A value as the inspector shows it: "0x100000 (1 MiB)", a GUID, a text. */
export function valueText(spec: FieldSpec, value: KindValues[Kind]): string {
  const words = spec.words?.(value) ?? null;
  switch (spec.kind) {
    case "u8":
    case "u16":
    case "u32":
    case "u64":
    case "bits": {
      const number = value as number | bigint;
      const shown = words ?? String(number);
      if (spec.kind === "bits" && words === null) return shown;
      const hex = hexText(number, spec.kind === "bits" ? 1 : spec.length * 2);
      return shown === hex || shown === hexText(number) ? hex : `${shown} (${hex})`;
    }
    case "bytes": {
      const raw = value as Uint8Array;
      if (raw.every((byte) => byte === 0)) return `${raw.length} zero bytes`;
      return `${bytesToHex(raw.subarray(0, SHOWN_BYTES))}${raw.length > SHOWN_BYTES ? " …" : ""}`;
    }
    case "guid":
      return words === null ? String(value) : `${String(value)} (${words})`;
    case "ascii":
    case "utf16":
      return visibleText(JSON.stringify(value));
  }
}

/** A value as the user may type it; null where it is too long. */
function inputText(spec: FieldSpec, value: KindValues[Kind]): string | null {
  switch (spec.kind) {
    case "u8":
    case "u16":
    case "u32":
    case "u64":
    case "bits": {
      const number = value as number | bigint;
      const shown = valueText(spec, value);
      return shown.startsWith("0x") ? hexText(number) : String(number);
    }
    case "bytes": {
      const raw = value as Uint8Array;
      return raw.length > LONGEST_INPUT ? null : bytesToHex(raw);
    }
    case "guid":
    case "ascii":
    case "utf16":
      return String(value);
  }
}

export interface FieldOptions {
  /** Problems that the struct table can't detect, by field name. */
  readonly problems?: Readonly<Record<string, string | null>>;
  /** Nodes that values point to, by field name. */
  readonly targets?: Readonly<Record<string, NodeId | null>>;
  /** Descriptions of values that depend on the rest of the file, by field name. */
  readonly words?: Readonly<Record<string, string | null>>;
}

/** Rows of the inspector for a structure at a file offset of the context's layer. */
export function structFields(
  context: ViewContext,
  struct: Struct,
  fileOffset: number,
  options: FieldOptions = {},
): Field[] {
  const bytes = readUpTo(context.layer.store, fileOffset, struct.size);
  if (bytes.length < struct.size) return [];
  const values = decode(struct, bytes);
  const original =
    context.layer === context.original ? bytes : readUpTo(context.original.store, fileOffset, struct.size);
  const before = original.length === struct.size ? decode(struct, original) : null;
  const base =
    context.layer.name === "edited" ? readUpTo(context.base.store, fileOffset, struct.size) : bytes;
  const checksum = struct.checksum === undefined ? undefined : struct.fields[struct.checksum];
  return Object.entries(struct.fields).map(([name, anySpec]) => {
    const spec = anySpec as FieldSpec;
    const value = values[name] as KindValues[Kind];
    const raw = bytes.subarray(spec.offset, spec.offset + spec.length);
    const differsFrom = (other: Uint8Array) => raw.some((byte, at) => byte !== other[spec.offset + at]);
    const changed = before !== null && differsFrom(original);
    let problem = options.problems?.[name] ?? spec.rule?.(value) ?? null;
    if (anySpec === checksum) {
      const computed = crc32cWithout(bytes, spec.offset);
      if (computed !== value) problem = `does not match: the bytes give ${hexText(computed, 8)}`;
    }
    const extra = options.words?.[name] ?? null;
    const text = valueText(spec, value);
    const beforeText = changed ? valueText(spec, before[name] as KindValues[Kind]) : null;
    return {
      name,
      label: spec.label,
      offset: fileOffset + spec.offset,
      length: spec.length,
      kind: spec.kind,
      value: extra === null ? text : `${text}: ${extra}`,
      input: inputText(spec, value),
      raw: bytesToHex(raw.subarray(0, SHOWN_BYTES)),
      meaning: spec.meaning,
      spec: spec.spec ?? struct.spec,
      problem,
      before: beforeText === text ? null : beforeText,
      changedByUser: differsFrom(base),
      target: options.targets?.[name] ?? null,
    };
  });
}

/** Name of the field that covers a byte of the structure, the first where bits share a word. */
export function fieldAt(struct: Struct, within: number): string | null {
  for (const [name, spec] of Object.entries(struct.fields)) {
    if (within >= spec.offset && within < spec.offset + spec.length) return name;
  }
  return null;
}
