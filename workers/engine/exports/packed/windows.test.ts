import * as fc from "fast-check";
import { expect, it } from "vitest";
import { KIB, MIB } from "../../../shared/numbers.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import { CHUNK } from "../../jobs/pipelined.ts";
import { totalLength, type Piece } from "../pieces/pieces.ts";
import { dataWindows, GRANULE } from "./windows.ts";

const zeros = (length: number): Piece => ({ kind: "zeros", length });
const data = (length: number): Piece => ({ kind: "bytes", bytes: new Uint8Array(length).fill(7) });
const shape = (pieces: readonly Piece[]) =>
  [...dataWindows(pieces)].map(({ offset, length }) => [offset, length]);

it("are whole granules around what is stored, and leave out the zeros between", () => {
  expect(shape([zeros(100 * MIB)])).toEqual([]);
  expect(shape([data(512)])).toEqual([[0, 512]]);
  expect(shape([zeros(MIB + 512), data(512), zeros(MIB), data(GRANULE), zeros(10)])).toEqual([
    [MIB, GRANULE],
    [2 * MIB, GRANULE + 1034],
  ]);
});

it("fill a granule up, be it by one byte, before more data follows", () => {
  const [first, second, ...more] = dataWindows([data(GRANULE - 1), zeros(1), data(1)]);
  expect([first, second].map((window) => [window?.offset, window?.length])).toEqual([
    [0, GRANULE],
    [GRANULE, 1],
  ]);
  expect(first?.pieces).toEqual([data(GRANULE - 1), zeros(1)]);
  expect(more).toEqual([]);
});

it("end at multiples of 4 MiB", () => {
  expect(shape([zeros(3 * MIB), data(6 * MIB)])).toEqual([
    [3 * MIB, MIB],
    [CHUNK, CHUNK],
    [2 * CHUNK, MIB],
  ]);
});

it("hold every stored byte at its place, whatever the pieces", async () => {
  const length = fc.oneof(
    fc.nat(3),
    fc.nat(200 * KIB),
    fc.constantFrom(GRANULE, 512, GRANULE - 512, MIB, CHUNK),
  );
  const piece = fc.record({ stored: fc.boolean(), length });
  const property = fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (made) => {
    const pieces = made.map((each) => (each.stored ? data(each.length) : zeros(each.length)));
    const expected = await concatenated(pieces);
    const found = new Uint8Array(expected.length);
    let end = 0;
    for (const window of dataWindows(pieces)) {
      expect(window.offset % GRANULE).toBe(0);
      expect(window.offset).toBeGreaterThanOrEqual(end);
      expect(window.length).toBeGreaterThan(0);
      end = window.offset + window.length;
      expect(Math.ceil(end / CHUNK) - Math.floor(window.offset / CHUNK)).toBe(1);
      expect(end % GRANULE === 0 || end === totalLength(pieces)).toBe(true);
      const bytes = await concatenated(window.pieces);
      expect(bytes.length).toBe(window.length);
      // Each granule of it was worth the look.
      for (let at = 0; at < bytes.length; at += GRANULE)
        expect(bytes.subarray(at, at + GRANULE).some((byte) => byte !== 0)).toBe(true);
      found.set(bytes, window.offset);
    }
    expect(Buffer.compare(found, expected)).toBe(0);
  });
  await expect(fc.assert(property)).resolves.toBeUndefined();
});
