import { expect, it } from "vitest";
import { unpackUnit } from "./lznt1.ts";

const hex = (text: string) => Uint8Array.from(text.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));

/** The example of MS-XCA 3.3. */
const SONG =
  "F# F# G A A G F# E D D E F# F# E E F# F# G A A G F# E D D E F# E D D E E F# D E F# G F# D E F# G F# E D E A F# F# G A A G F# E D D E F# E D D\0";
const PACKED = hex(
  `38 b0 88 46 23 20 00 20 47 20 41 00 10 a2 47 01 a0 45 20 44 00 08 45 01 50 79 00 c0 45 20 05 24 13 88 05 b4 02 4a 44 ef
   03 58 02 8c 09 16 01 48 45 00 be 00 9e 00 04 01 18 90 00`,
);

it("unpacks the example of the specification", () => {
  const { bytes, bad } = unpackUnit(PACKED, PACKED.length, 8192);
  expect(bad).toEqual([]);
  expect(new TextDecoder().decode(bytes.subarray(0, SONG.length))).toBe(SONG);
});

it("goes on with the next chunk behind a damaged one", () => {
  const two = new Uint8Array([...PACKED.subarray(0, PACKED.length), ...PACKED]);
  two[2] = 0xff;
  const { bytes, bad } = unpackUnit(two, two.length, 12_288);
  expect(bad).toEqual([{ start: 0, end: 4096 }]);
  expect(new TextDecoder().decode(bytes.subarray(4096, 4096 + SONG.length))).toBe(SONG);
});

it("names all behind a chunk whose header is damaged", () => {
  const two = new Uint8Array([...PACKED, ...PACKED]);
  two[1] = 0x80;
  expect(unpackUnit(two, two.length, 12_288).bad).toEqual([{ start: 0, end: 12_288 }]);
});

it("names what could not be read", () => {
  const two = new Uint8Array([...PACKED, ...PACKED]);
  expect(unpackUnit(two, PACKED.length, 12_288).bad).toEqual([{ start: 4096, end: 12_288 }]);
  expect(unpackUnit(two, PACKED.length + 9, 12_288).bad).toEqual([
    { start: 4096, end: 8192 },
    { start: 8192, end: 12_288 },
  ]);
});
