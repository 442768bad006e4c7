import * as fc from "fast-check";
import { expect, it } from "vitest";
import { bitRuns } from "./sector-bitmap.ts";

/** Long runs of equal bits, as bitmaps have them, and short ones. */
const bitmap = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 1, max: 40 })), { maxLength: 20 })
  .map((runs) => runs.flatMap(([bit, length]) => Array.from({ length }, () => bit)));

it("cuts any window of a bitmap into runs of equal bits, lowest bit first", () => {
  fc.assert(
    fc.property(bitmap, fc.nat(), fc.nat(), (bits, a, b) => {
      const bytes = new Uint8Array(Math.ceil(bits.length / 8));
      bits.forEach((bit, index) => {
        bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (index & 7));
      });
      const first = a % (bits.length + 1);
      const count = b % (bits.length - first + 1);
      const runs = [...bitRuns(bytes, first, count)];
      const spelled = runs.flatMap(({ start, end, set }) =>
        Array.from({ length: end - start }, () => (set ? 1 : 0)),
      );
      expect(spelled).toEqual(bits.slice(first, first + count));
      runs.forEach((run, index) => {
        expect(run.start).toBe(runs[index - 1]?.end ?? 0);
        expect(run.set).not.toBe(runs[index - 1]?.set);
      });
    }),
  );
});
