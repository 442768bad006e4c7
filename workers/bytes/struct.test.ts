import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { crc32cWithout, loadCrc32c } from "./crc32c.ts";
import {
  ascii,
  bits,
  bytes,
  decode,
  defineStruct,
  encode,
  encodeInto,
  guid,
  u16,
  u16be,
  u32,
  u32be,
  u64,
  u64be,
  u8,
} from "./struct.ts";

beforeAll(loadCrc32c);

const about = { meaning: "For the test." };
/** One field of every kind. */
const sample = defineStruct({
  name: "Sample",
  spec: "0",
  size: 64,
  checksum: "checksum",
  fields: {
    signature: ascii(0, 4, "Signature", about),
    checksum: u32(4, "Checksum", about),
    small: u8(8, "Small", about),
    medium: u16(10, "Medium", about),
    low: bits(12, 4, 0, 3, "Low", about),
    high: bits(12, 4, 3, 29, "High", about),
    wide: u64(16, "Wide", about),
    state: bits(24, 8, 0, 20, "State", about),
    place: bits(24, 8, 20, 44, "Place", about),
    id: guid(32, "Id", about),
    raw: bytes(48, 10, "Raw", about),
  },
});

const stored = Uint8Array.from({ length: 64 }, (_, index) => index + 1);

describe("a structure", () => {
  it("is read little-endian, from where it stands", () => {
    const around = new Uint8Array(70);
    around.set(stored, 5);
    const values = decode(sample, around, 5);
    expect(values).toMatchObject({
      signature: "\x01\x02\x03\x04",
      checksum: 0x08070605,
      small: 9,
      medium: 0x0c0b,
      low: 0x100f0e0d & 7,
      high: 0x100f0e0d >>> 3,
      wide: 0x1817161514131211n,
      state: 0x1c1b1a19 & 0xfffff,
      place: Number(0x201f1e1d1c1b1a19n >> 20n),
      id: "24232221-2625-2827-292a-2b2c2d2e2f30",
    });
    expect(values.raw).toEqual(stored.subarray(48, 58));
  });

  it("is written back as it was, except for the checksum, which is updated", () => {
    const target = stored.slice();
    encodeInto(sample, decode(sample, stored), target);
    expect(target.subarray(8)).toEqual(stored.subarray(8));
    expect(decode(sample, target).checksum).toBe(crc32cWithout(stored, 4));
    encodeInto(sample, { checksum: 7 }, target, 0, false);
    expect(decode(sample, target).checksum).toBe(7);
  });

  it("keeps the bytes of fields that are not given, and those outside all fields", () => {
    const target = new Uint8Array(80).fill(0xee);
    encodeInto(sample, { medium: 0, place: 0 }, target, 8);
    const touched = [...target.keys()].filter((at) => target[at] !== 0xee);
    // Behind the checksum: the word of 16 bits, and 44 of 64 bits, whose first byte keeps its low half.
    expect(touched.filter((at) => at >= 16)).toEqual([18, 19, 34, 35, 36, 37, 38, 39]);
    expect(target[34]).toBe(0x0e);
  });

  it("does not hand out the bytes that it was read from", () => {
    const source = stored.slice();
    decode(sample, source).raw.fill(0);
    expect(source).toEqual(stored);
  });

  it.for<[string, Parameters<typeof encode<typeof sample.fields>>[1]]>([
    ["a byte", { small: 256 }],
    ["a byte below zero", { small: -1 }],
    ["a fraction", { medium: 1.5 }],
    ["a word of 32 bits", { checksum: 2 ** 32 }],
    ["a word of 64 bits", { wide: 2n ** 64n }],
    ["a word of 64 bits below zero", { wide: -1n }],
    ["three bits", { low: 8 }],
    ["44 bits", { place: 2 ** 44 }],
    ["a run of bytes", { raw: new Uint8Array(11) }],
    ["a signature", { signature: "12345" }],
    ["a GUID", { id: "none" }],
  ])("refuses what does not fit %s, and does not cut it off in silence", ([, values]) => {
    expect(() => encode(sample, values)).toThrow(RangeError);
  });

  it("takes the largest value of every kind", () => {
    const most = { small: 0xff, medium: 0xffff, low: 7, high: 2 ** 29 - 1, place: 2 ** 44 - 1 };
    const largest = { ...most, wide: 2n ** 64n - 1n };
    expect(decode(sample, encode(sample, largest))).toMatchObject(largest);
  });

  it("fills up short texts and bytes with zeros", () => {
    const target = new Uint8Array(64).fill(0xee);
    encodeInto(sample, { raw: Uint8Array.of(1), signature: "ab" }, target);
    expect(decode(sample, target).raw).toEqual(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    expect(decode(sample, target).signature).toBe("ab\0\0");
  });
});

it("reads and writes a number whose first byte is the highest", () => {
  const big = defineStruct({
    name: "Big",
    spec: "0",
    size: 14,
    fields: { a: u16be(0, "A", about), b: u32be(2, "B", about), c: u64be(6, "C", about) },
  });
  expect(decode(big, stored)).toEqual({ a: 0x0102, b: 0x03040506, c: 0x0708090a0b0c0d0en });
  expect(encode(big, decode(big, stored))).toEqual(stored.slice(0, 14));
});

it("reads bits as shifting and masking does", () => {
  const field = fc.record({
    shift: fc.nat(63),
    width: fc.integer({ min: 1, max: 53 }),
    length: fc.constantFrom(4, 8),
  });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), field, (word, { shift, width, length }) => {
      fc.pre(shift + width <= length * 8);
      const one = defineStruct({
        name: "Bits",
        spec: "0",
        size: 8,
        fields: { value: bits(0, length, shift, width, "Value", about) },
      });
      const source = new Uint8Array(8);
      new DataView(source.buffer).setBigUint64(0, word, true);
      const { value } = decode(one, source);
      expect(value).toBe(Number((word >> BigInt(shift)) & ((1n << BigInt(width)) - 1n)));
      encodeInto(one, { value }, source);
      expect(new DataView(source.buffer).getBigUint64(0, true)).toBe(word);
    }),
  );
});
