import { guidToText } from "../../../../workers/shared/guid.ts";
import type { Endian } from "../../../state/bytes-view.ts";
import { WORDS } from "./words.ts";

/** One reading of the bytes at the cursor. */
export interface Reading {
  readonly name: string;
  /** Null where too few bytes are left, or where they make no sense as this. */
  readonly value: string | null;
  /** The same in another base or unit, where that helps. */
  readonly also?: string;
  /** Bytes that it takes; 0 for a text of any length. */
  readonly length: number;
}

/** Bytes that the readings look at. */
export const INSPECTED = 64;

const counts = new Intl.NumberFormat("en-US");
/** 100 ns steps from 1601 to 1970. */
const FILETIME_TO_UNIX = 116_444_736_000_000_000n;
/** What a Date can say, in ms to either side of 1970. */
const DATE_LIMIT = 8_640_000_000_000_000;

function hex(value: bigint, length: number): string {
  return `0x${BigInt.asUintN(length * 8, value)
    .toString(16)
    .padStart(length * 2, "0")}`;
}

function integer(view: DataView, length: 1 | 2 | 4 | 8, little: boolean): bigint {
  switch (length) {
    case 1:
      return BigInt(view.getUint8(0));
    case 2:
      return BigInt(view.getUint16(0, little));
    case 4:
      return BigInt(view.getUint32(0, little));
    case 8:
      return view.getBigUint64(0, little);
  }
}

/** Unsigned and signed in one: "168 / -88", or one number where they are the same. */
function integers(view: DataView, little: boolean): Reading[] {
  return ([1, 2, 4, 8] as const).map((length): Reading => {
    const bits = length * 8;
    const name = `u${bits} / i${bits}`;
    if (view.byteLength < length) return { name, value: null, length };
    const value = integer(view, length, little);
    const signed = BigInt.asIntN(bits, value);
    const text = counts.format(value);
    return {
      name,
      value: signed === value ? text : `${text} / ${counts.format(signed)}`,
      also: hex(value, length),
      length,
    };
  });
}

function float(name: string, length: number, read: () => number, available: number): Reading {
  if (available < length) return { name, value: null, length };
  const value = read();
  // Seven digits show a 32-bit float without its rounding error. String() drops the sign of -0.
  return {
    name,
    value: Object.is(value, -0) ? "-0" : String(length === 4 ? Number(value.toPrecision(7)) : value),
    length,
  };
}

function timeText(milliseconds: number): string | null {
  if (Math.abs(milliseconds) > DATE_LIMIT) return null;
  return new Date(milliseconds).toISOString().replace("T", " ").replace("Z", " UTC");
}

/** A FILETIME: 100 ns steps since 1601, as NTFS and Hyper-V write them. */
export function filetimeOf(steps: bigint): string | null {
  return timeText(Number((steps - FILETIME_TO_UNIX) / 10_000n));
}

/** The longest run of printable text from the start; null where there is none. */
function run(text: string): string | null {
  const end = text.search(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|\ufffd/u);
  const printable = end === -1 ? text : text.slice(0, end);
  return printable === "" ? null : printable;
}

function asciiRun(bytes: Uint8Array): string | null {
  const end = bytes.findIndex((byte) => byte < 0x20 || byte > 0x7e);
  return run(String.fromCharCode(...bytes.subarray(0, end === -1 ? bytes.length : end)));
}

function utf16Run(bytes: Uint8Array, little: boolean): string | null {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return run(new TextDecoder(little ? "utf-16le" : "utf-16be").decode(even));
}

/**
 * The bytes at the cursor as everything they may be.
 *
 * @param bytes from the cursor on, at most `INSPECTED`.
 * @param endian for numbers, times and UTF-16; a GUID has its own order.
 */
export function readings(bytes: Uint8Array, endian: Endian): Reading[] {
  const little = endian === "little";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const enough = (length: number) => bytes.length >= length;
  return [
    ...integers(view, little),
    { name: "GUID", value: bytes.length < 16 ? null : guidToText(bytes), length: 16 },
    { name: "ASCII", value: asciiRun(bytes), length: 0 },
    { name: little ? "UTF-16LE" : "UTF-16BE", value: utf16Run(bytes, little), length: 0 },
    { name: "FILETIME", value: enough(8) ? filetimeOf(integer(view, 8, little)) : null, length: 8 },
    {
      name: WORDS.unixTime,
      value: enough(4) ? timeText(Number(integer(view, 4, little)) * 1000) : null,
      length: 4,
    },
    float("f32", 4, () => view.getFloat32(0, little), bytes.length),
    float("f64", 8, () => view.getFloat64(0, little), bytes.length),
  ];
}
