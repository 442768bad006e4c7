import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SparseWords } from "./sparse-words.ts";

const PAGE = 1024;
const LONGEST = 4 * PAGE;

const nearPages = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: -3, max: 3 }))
  .map(([page, by]) => Math.max(0, page * PAGE + by));
const place = fc.oneof(nearPages, fc.nat(LONGEST));
const word = fc.constantFrom(0, 0, 1, 7, 0xffff_ffff);

/** A change, or a copy that the changes go on with. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("set" as const), at: place, word }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("set zero" as const), at: place }) },
  // A run, so that pages are full.
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("fill" as const), at: place, end: place, word }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("resize" as const), length: place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("copy" as const), goOnWithOld: fc.boolean() }) },
);

/** What it must be: an ordinary array. */
const modelOf = (length: number): number[] => Array.from({ length }, () => 0);

function compare(words: SparseWords, model: readonly number[], from: number, end: number): void {
  expect(words.length).toBe(model.length);
  expect(Array.from(model, (_, at) => words.at(at))).toEqual(model);
  expect([words.at(-1), words.at(model.length), words.at(2 ** 40)]).toEqual([0, 0, 0]);
  const part = model.slice(from, end);
  const zero = part.indexOf(0);
  expect(words.nextZero(from, end)).toBe(zero < 0 ? -1 : from + zero);
  const set = part.findIndex((each) => each !== 0);
  expect(words.nextSet(from, end)).toBe(set < 0 ? end : from + set);
  expect(words.lastSet(end)).toBe(model.slice(0, end).findLastIndex((each) => each !== 0));
}

describe("a list of words that are mostly 0", () => {
  it("is what an array is, and so is each of its copies", () => {
    fc.assert(
      fc.property(
        place,
        fc.array(step, { maxLength: 25 }),
        place,
        fc.nat(2 * PAGE),
        (length, steps, from, more) => {
          let words = new SparseWords(length);
          let model = modelOf(length);
          const asides: [SparseWords, readonly number[]][] = [];
          for (const each of steps) {
            if (each.kind === "copy") {
              const copy = words.copy();
              asides.push([each.goOnWithOld ? copy : words, [...model]]);
              if (!each.goOnWithOld) words = copy;
            } else if (each.kind === "resize") {
              words.resize(each.length);
              model = Array.from({ length: each.length }, (_, at) => model[at] ?? 0);
            } else if (each.kind === "fill") {
              for (let at = each.at; at < Math.min(each.end, model.length); at++) {
                words.set(at, each.word);
                model[at] = each.word;
              }
            } else if (each.at < model.length) {
              const isZero = model[each.at] === 0;
              if (each.kind === "set") words.set(each.at, each.word);
              else expect(words.setZero(each.at, 5)).toBe(isZero);
              if (each.kind === "set") model[each.at] = each.word;
              else if (isZero) model[each.at] = 5;
            }
          }
          for (const [aside, as] of [[words, model] as const, ...asides])
            compare(aside, as, from, from + more);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("can be longer than its words take memory for", () => {
    const words = new SparseWords(2 ** 32);
    words.set(2 ** 32 - 1, 3);
    words.set(2 ** 31, 0);
    expect([words.at(2 ** 32 - 1), words.at(2 ** 31), words.at(5)]).toEqual([3, 0, 0]);
    expect(words.nextSet(0, 2 ** 32)).toBe(2 ** 32 - 1);
    expect(words.nextZero(2 ** 32 - 1, 2 ** 32)).toBe(-1);
    expect([words.lastSet(2 ** 32), words.lastSet(2 ** 32 - 1)]).toEqual([2 ** 32 - 1, -1]);
    expect(() => new SparseWords(2 ** 32 + 1)).toThrow(RangeError);
    expect(() => words.resize(2 ** 33)).toThrow(RangeError);
  });
});
