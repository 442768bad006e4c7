import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bytesOfKey,
  digitOfKey,
  eraseTyped,
  touches,
  typeBytes,
  typeDigit,
  type TypedRun,
} from "./typed-run.ts";

/** Types the keys one after the other over a source, as a user does who never moves the cursor. */
function typeAll(keys: string, at: number, source: Uint8Array) {
  let run: TypedRun | null = null;
  let next = at;
  for (const key of keys) ({ run, next } = typeDigit(run, next, digitOfKey(key) ?? 0, source[next] ?? 0));
  return { run, next };
}

describe("typeDigit", () => {
  it("puts the high digit first and keeps the low one until it is typed", () => {
    const first = typeDigit(null, 16, 0xa, 0x37);
    expect(first).toEqual({ run: { offset: 16, bytes: [0xa7], half: 16 }, next: 16 });
    expect(typeDigit(first.run, 16, 0x5, 0x37)).toEqual({
      run: { offset: 16, bytes: [0xa5], half: null },
      next: 17,
    });
  });

  it("types over a byte of the run again", () => {
    const run = { offset: 4, bytes: [1, 2, 3], half: null };
    expect(typeDigit(run, 5, 0xf, 0).run).toEqual({ offset: 4, bytes: [1, 0xf2, 3], half: 5 });
  });

  it("begins a new run where the cursor is elsewhere", () => {
    const run = { offset: 4, bytes: [1, 2], half: null };
    expect(typeDigit(run, 9, 0xf, 0x11).run).toEqual({ offset: 9, bytes: [0xf1], half: 9 });
  });

  it("gives what any row of digits says", () => {
    const source = Uint8Array.from({ length: 64 }, (_, at) => at);
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-fA-F]{1,40}$/), fc.integer({ min: 0, max: 40 }), (keys, at) => {
        const { run, next } = typeAll(keys, at, source);
        const whole = Math.floor(keys.length / 2);
        const expected = Array.from({ length: whole }, (_, index) =>
          Number.parseInt(keys.slice(2 * index, 2 * index + 2), 16),
        );
        if (keys.length % 2 === 1) {
          expected.push(Number.parseInt(keys.at(-1) ?? "", 16) * 16 + ((source[at + whole] ?? 0) & 15));
        }
        expect(run?.offset).toBe(at);
        expect(run?.bytes).toEqual(expected);
        expect(next).toBe(at + whole);
      }),
    );
  });
});

describe("typeBytes", () => {
  it("goes on with a run and ends a half typed byte", () => {
    const { run } = typeDigit(null, 8, 0x4, 0x0f);
    expect(typeBytes(run, 8, [0x41, 0x42])).toEqual({
      run: { offset: 8, bytes: [0x41, 0x42], half: null },
      next: 10,
    });
  });
});

describe("eraseTyped", () => {
  it("takes back what was typed last, a half byte too", () => {
    const { run, next } = typeAll("aabbc", 3, new Uint8Array(16));
    const once = eraseTyped(run, next);
    expect(once).toEqual({ run: { offset: 3, bytes: [0xaa, 0xbb], half: null }, next: 5 });
    const twice = eraseTyped(once.run, once.next);
    expect(twice).toEqual({ run: { offset: 3, bytes: [0xaa], half: null }, next: 4 });
    expect(eraseTyped(twice.run, twice.next)).toEqual({ run: null, next: 3 });
  });

  it("only moves where the cursor is not behind the last byte, and never before the start", () => {
    const run = { offset: 4, bytes: [1, 2, 3], half: null };
    expect(eraseTyped(run, 5)).toEqual({ run, next: 4 });
    expect(eraseTyped(null, 0)).toEqual({ run: null, next: 0 });
  });
});

describe("touches", () => {
  it("holds from the first byte to the one after the last", () => {
    const run = { offset: 4, bytes: [1, 2], half: null };
    expect([3, 4, 6, 7].map((at) => touches(run, at))).toEqual([false, true, true, false]);
  });
});

describe("keys", () => {
  it("tells digits and characters from keys that write nothing", () => {
    expect(["0", "F", "a", "g", "F5", " "].map(digitOfKey)).toEqual([0, 15, 10, null, null, null]);
    expect(bytesOfKey("A")).toEqual([0x41]);
    expect(bytesOfKey("é")).toEqual([0xc3, 0xa9]);
    expect(bytesOfKey("Enter")).toBeNull();
  });
});
