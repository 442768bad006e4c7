import * as fc from "fast-check";
import { expect, it } from "vitest";
import { isZero } from "./zero.ts";

it("tells zeros from anything else, wherever the run starts", () => {
  const arbitrary = fc.tuple(fc.nat(9), fc.nat(200), fc.option(fc.nat(199)));
  fc.assert(
    fc.property(arbitrary, ([start, length, set]) => {
      // What lies around the run is no zero and must not count.
      const buffer = new Uint8Array(start + length + 9).fill(0xff);
      const run = buffer.subarray(start, start + length).fill(0);
      if (set !== null && set < length) run[set] = 0x80;
      expect(isZero(run)).toBe(set === null || set >= length);
    }),
  );
});

it("finds a byte at any place of a run", () => {
  const run = new Uint8Array(67);
  for (const at of run.keys()) {
    run[at] = 1;
    expect(isZero(run), `byte ${at}`).toBe(false);
    run[at] = 0;
  }
  expect(isZero(run)).toBe(true);
});
