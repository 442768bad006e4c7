import fc from "fast-check";
import { expect, it } from "vitest";
import { LzxDecoder } from "./lzx.ts";
import { unpackXpress } from "./xpress.ts";

/** A chunk of XPRESS from the lengths of its codes and what follows. */
function chunk(lengths: Readonly<Record<number, number>>, ...packed: number[]): Uint8Array {
  const bytes = new Uint8Array(256 + packed.length);
  for (const [symbol, length] of Object.entries(lengths)) {
    const index = Number(symbol) >> 1;
    bytes[index] = (bytes[index] ?? 0) | (Number(symbol) % 2 === 0 ? length : length << 4);
  }
  bytes.set(packed, 256);
  return bytes;
}

/** The two examples of MS-XCA 3.2. */
const ALPHABET = chunk(
  {
    ...Object.fromEntries(Array.from({ length: 26 }, (_, index) => [97 + index, index < 22 ? 5 : 4])),
    256: 4,
  },
  ...[
    0xd8, 0x52, 0x3e, 0xd7, 0x94, 0x11, 0x5b, 0xe9, 0x19, 0x5f, 0xf9, 0xd6, 0x7c, 0xdf, 0x8d, 0x04, 0, 0, 0,
    0,
  ],
);
const ABC = chunk({ 97: 3, 98: 3, 99: 2, 256: 2, 287: 2 }, 0xa8, 0xdc, 0x00, 0x00, 0xff, 0x26, 0x01);

const text = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes));

it("unpacks the examples of the specification", () => {
  expect(text(unpackXpress(ALPHABET, 26))).toBe("abcdefghijklmnopqrstuvwxyz");
  expect(text(unpackXpress(ABC, 300))).toBe("abc".repeat(100));
});

it("refuses a chunk that ends too early, or is too short", () => {
  expect(unpackXpress(ALPHABET.subarray(0, 262), 26)).toBeNull();
  expect(unpackXpress(ALPHABET.subarray(0, 100), 26)).toBeNull();
  expect(unpackXpress(ABC, 299)).toBeNull();
});

it("answers any bytes with a chunk or with null", () => {
  const lzx = new LzxDecoder();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 1, max: 32_768 }), (bytes, size) => {
      for (const unpacked of [unpackXpress(bytes, size), lzx.unpack(bytes, size)])
        expect(unpacked === null || unpacked.length === size).toBe(true);
    }),
    { numRuns: 300 },
  );
});
