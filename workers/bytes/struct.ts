import { guidFromText, guidToText } from "../shared/guid.ts";
import { asciiToText, textToAscii, textToUtf16, utf16ToText } from "../shared/encoded-text.ts";
import { crc32cWithout } from "./crc32c.ts";

/** Type of a field's value, by kind. Raw 64-bit fields stay `bigint`. */
export interface KindValues {
  u8: number;
  u16: number;
  u32: number;
  u64: bigint;
  guid: string;
  ascii: string;
  utf16: string;
  bytes: Uint8Array;
  /** A run of bits inside a little-endian word; at most 53 of them. */
  bits: number;
}
export type Kind = keyof KindValues;

/** One row of a structure's table. The field's offset is written nowhere else. */
export interface FieldSpec<K extends Kind = Kind> {
  readonly kind: K;
  /** Bytes from the start of the structure. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
  /** Whether a number's first byte is its highest, as in XFS and LUKS. VHDX has no such field. */
  readonly bigEndian?: true;
  /** For `bits`: the lowest bit and how many. */
  readonly shift?: number;
  readonly width?: number;
  /** The specification's own name. */
  readonly label: string;
  readonly meaning: string;
  /** Section of MS-VHDX where it differs from the structure's. */
  readonly spec?: string;
  /** What is wrong with a value taken alone, as a clause ("must be 1"); null where it is fine. */
  readonly rule?: (value: KindValues[K]) => string | null;
  /** The value in words, where that says more than the number. */
  readonly words?: (value: KindValues[K]) => string | null;
  /** Bytes that one of the value stands for, where the value is a size or an offset: it may be typed as "3 MiB". */
  readonly unit?: number;
}

type About<K extends Kind> = Pick<FieldSpec<K>, "meaning" | "spec" | "rule" | "words" | "unit">;
type Maker<K extends Kind> = (offset: number, label: string, about: About<K>) => FieldSpec<K>;
type SizedMaker<K extends Kind> = (
  offset: number,
  length: number,
  label: string,
  about: About<K>,
) => FieldSpec<K>;

const fixed =
  <K extends Kind>(kind: K, length: number): Maker<K> =>
  (offset, label, about) => ({ kind, offset, length, label, ...about });
const sized =
  <K extends Kind>(kind: K): SizedMaker<K> =>
  (offset, length, label, about) => ({ kind, offset, length, label, ...about });

export const u8 = fixed("u8", 1);
export const u16 = fixed("u16", 2);
export const u32 = fixed("u32", 4);
export const u64 = fixed("u64", 8);
/** Numbers whose first byte is the highest. */
export const u16be: Maker<"u16"> = (...field) => ({ ...u16(...field), bigEndian: true });
export const u32be: Maker<"u32"> = (...field) => ({ ...u32(...field), bigEndian: true });
export const u64be: Maker<"u64"> = (...field) => ({ ...u64(...field), bigEndian: true });
export const guid = fixed("guid", 16);
export const ascii = sized("ascii");
export const utf16 = sized("utf16");
export const bytes = sized("bytes");

/** Bits `[shift, shift + width)` of the little-endian word of `length` (4 or 8) bytes at `offset`. */
export function bits(
  offset: number,
  length: 4 | 8,
  shift: number,
  width: number,
  label: string,
  about: About<"bits">,
): FieldSpec<"bits"> {
  return { kind: "bits", offset, length, shift, width, label, ...about };
}

export type Fields = Readonly<Record<string, { [K in Kind]: FieldSpec<K> }[Kind]>>;
export type Values<F extends Fields> = { [N in keyof F]: KindValues[F[N]["kind"]] };

/** One on-disk structure. Its table drives decoding, encoding, byte spans, the inspector and simple checks. */
export interface Struct<F extends Fields = Fields> {
  readonly name: string;
  /** Section of MS-VHDX; of a structure on the virtual disk, where it is described. */
  readonly spec: string;
  /** Bytes. */
  readonly size: number;
  readonly fields: F;
  /** Name of the field that holds the CRC-32C of the whole structure, computed with that field as zero. */
  readonly checksum?: string;
}

export type ValuesOf<S> = S extends Struct<infer F> ? Values<F> : never;

/** Declares a structure; its fields keep their types. */
export function defineStruct<const F extends Fields>(struct: Struct<F>): Struct<F> {
  return struct;
}

function readWord(view: DataView, offset: number, length: number): bigint {
  return length === 8 ? view.getBigUint64(offset, true) : BigInt(view.getUint32(offset, true));
}

/** @param view of the same bytes as `source` */
function readField(spec: FieldSpec, source: Uint8Array, view: DataView, at: number): KindValues[Kind] {
  const offset = at + spec.offset;
  const end = offset + spec.length;
  const little = spec.bigEndian !== true;
  switch (spec.kind) {
    case "u8":
      return view.getUint8(offset);
    case "u16":
      return view.getUint16(offset, little);
    case "u32":
      return view.getUint32(offset, little);
    case "u64":
      return view.getBigUint64(offset, little);
    case "bits":
      return Number(
        BigInt.asUintN(spec.width ?? 0, readWord(view, offset, spec.length) >> BigInt(spec.shift ?? 0)),
      );
    case "guid":
      return guidToText(source, offset);
    case "ascii":
      return asciiToText(source.subarray(offset, end));
    case "utf16":
      return utf16ToText(source.subarray(offset, end));
    case "bytes":
      return source.slice(offset, end);
  }
}

/** @throws RangeError where the field has too few bits for the value. */
function fitting(spec: FieldSpec, value: KindValues[Kind]): bigint {
  const bitCount = spec.width ?? spec.length * 8;
  // BigInt throws a RangeError of its own for a fraction.
  const whole = BigInt(value as number | bigint);
  if (BigInt.asUintN(bitCount, whole) !== whole) {
    throw new RangeError(`${spec.label} has ${bitCount} bits, too few for ${whole}`);
  }
  return whole;
}

function writeField(spec: FieldSpec, value: KindValues[Kind], target: Uint8Array, at: number): void {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  const offset = at + spec.offset;
  const little = spec.bigEndian !== true;
  const copy = (source: Uint8Array) => {
    if (source.length > spec.length) throw new RangeError(`${spec.label} takes ${spec.length} bytes`);
    target.fill(0, offset, offset + spec.length);
    target.set(source, offset);
  };
  switch (spec.kind) {
    case "u8":
      return view.setUint8(offset, Number(fitting(spec, value)));
    case "u16":
      return view.setUint16(offset, Number(fitting(spec, value)), little);
    case "u32":
      return view.setUint32(offset, Number(fitting(spec, value)), little);
    case "u64":
      return view.setBigUint64(offset, fitting(spec, value), little);
    case "bits": {
      const mask = ((1n << BigInt(spec.width ?? 0)) - 1n) << BigInt(spec.shift ?? 0);
      const placed = fitting(spec, value) << BigInt(spec.shift ?? 0);
      const word = (readWord(view, offset, spec.length) & ~mask) | placed;
      if (spec.length === 8) return view.setBigUint64(offset, word, true);
      return view.setUint32(offset, Number(word), true);
    }
    case "guid": {
      const raw = guidFromText(value as string);
      if (raw === null) throw new RangeError(`${spec.label} is not a GUID`);
      return copy(raw);
    }
    case "ascii":
      return copy(textToAscii(value as string));
    case "utf16":
      return copy(textToUtf16(value as string));
    case "bytes":
      return copy(value as Uint8Array);
  }
}

const rows = new WeakMap<Fields, readonly (readonly [string, FieldSpec])[]>();

/** The rows of a table as a list, made once: a log has hundreds of thousands of structures of one kind. */
function rowsOf(fields: Fields): readonly (readonly [string, FieldSpec])[] {
  let list = rows.get(fields);
  if (list === undefined) {
    list = Object.entries(fields) as [string, FieldSpec][];
    rows.set(fields, list);
  }
  return list;
}

/**
 * Reads a structure.
 *
 * @param source at least `at + struct.size` bytes.
 */
export function decode<F extends Fields>(struct: Struct<F>, source: Uint8Array, at = 0): Values<F> {
  const values: Record<string, KindValues[Kind]> = {};
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  for (const [name, spec] of rowsOf(struct.fields)) values[name] = readField(spec, source, view, at);
  return values as Values<F>;
}

/**
 * Writes the given fields into `target` and leaves its other bytes as they are.
 *
 * @param updateChecksum whether the structure's own checksum, where it has one, is computed last
 * @throws RangeError where a value does not fit its field.
 */
export function encodeInto<F extends Fields>(
  struct: Struct<F>,
  values: Partial<Values<F>>,
  target: Uint8Array,
  at = 0,
  updateChecksum = true,
): void {
  for (const [name, spec] of rowsOf(struct.fields)) {
    const value = values[name];
    if (value !== undefined) writeField(spec, value, target, at);
  }
  const checksum = struct.checksum === undefined ? undefined : (struct.fields as Fields)[struct.checksum];
  if (updateChecksum && checksum !== undefined) {
    const whole = target.subarray(at, at + struct.size);
    writeField(checksum as FieldSpec, crc32cWithout(whole, checksum.offset), target, at);
  }
}

/**
 * A new structure with its checksum; fields without a value are zero.
 *
 * @throws RangeError where a value does not fit its field.
 */
export function encode<F extends Fields>(
  struct: Struct<F>,
  values: Partial<Values<F>>,
): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(struct.size);
  encodeInto(struct, values, target);
  return target;
}
