import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPowerOfTwo, reachesPast, roundDown, roundUp, safeNumber } from "./numbers.ts";

const MOST = Number.MAX_SAFE_INTEGER;
const safe = fc.maxSafeNat();

it("narrows a 64-bit value exactly or not at all", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      expect(safeNumber(value)).toBe(value < 2n ** 53n ? Number(value) : null);
    }),
  );
  expect(safeNumber(2n ** 53n - 1n)).toBe(MOST);
  expect(safeNumber(2n ** 53n)).toBeNull();
});

it("rounds to the multiples around a value", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 40), fc.integer({ min: 1, max: 2 ** 20 }), (value, multiple) => {
      const up = roundUp(value, multiple);
      const down = roundDown(value, multiple);
      expect(up % multiple).toBe(0);
      expect(down % multiple).toBe(0);
      expect(up - value).toBeGreaterThanOrEqual(0);
      expect(up - value).toBeLessThan(multiple);
      expect(value - down).toBeGreaterThanOrEqual(0);
      expect(value - down).toBeLessThan(multiple);
    }),
  );
});

it("tells what reaches past an end without a sum that overflows", () => {
  fc.assert(
    fc.property(safe, safe, safe, (offset, length, end) => {
      expect(reachesPast(offset, length, end)).toBe(BigInt(offset) + BigInt(length) > BigInt(end));
    }),
  );
  expect(reachesPast(MOST, MOST, MOST)).toBe(true);
  expect(reachesPast(0, MOST, MOST)).toBe(false);
});

describe("a power of two", () => {
  it("is one of 2^0 to 2^52 and nothing beside", () => {
    for (let exponent = 0; exponent <= 52; exponent++) {
      expect(isPowerOfTwo(2 ** exponent), `2^${exponent}`).toBe(true);
      if (exponent > 1) {
        expect(isPowerOfTwo(2 ** exponent - 1), `2^${exponent} - 1`).toBe(false);
        expect(isPowerOfTwo(2 ** exponent + 1), `2^${exponent} + 1`).toBe(false);
      }
    }
  });

  it.for([0, -1, -2, 0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, MOST])("is not %d", (value) => {
    expect(isPowerOfTwo(value)).toBe(false);
  });
});
