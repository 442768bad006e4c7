import { describe, expect, it } from "vitest";
import { moveHead, rangeOf, sameBytes, spanOf } from "./selection.ts";

const grid = { size: 100, columns: 16, start: 0, pageRows: 3 };

describe("selection", () => {
  it("turns ranges of either direction into spans", () => {
    expect(spanOf({ anchor: 5, head: 9 })).toEqual({ offset: 5, length: 5 });
    expect(spanOf({ anchor: 9, head: 5 })).toEqual({ offset: 5, length: 5 });
    expect(rangeOf({ offset: 7, length: 0 })).toEqual({ anchor: 7, head: 7 });
    expect(sameBytes({ anchor: 9, head: 5 }, { offset: 5, length: 5 })).toBe(true);
    expect(sameBytes({ anchor: 7, head: 7 }, { offset: 7, length: 0 })).toBe(true);
    expect(sameBytes({ anchor: 7, head: 8 }, { offset: 7, length: 0 })).toBe(false);
  });

  it("moves by bytes, rows and pages", () => {
    expect(moveHead(20, "ArrowLeft", false, grid)).toBe(19);
    expect(moveHead(20, "ArrowRight", false, grid)).toBe(21);
    expect(moveHead(20, "ArrowUp", false, grid)).toBe(4);
    expect(moveHead(20, "ArrowDown", false, grid)).toBe(36);
    expect(moveHead(20, "PageDown", false, grid)).toBe(68);
    expect(moveHead(20, "a", false, grid)).toBeNull();
  });

  it("keeps its column at both ends", () => {
    expect(moveHead(4, "ArrowUp", false, grid)).toBe(4);
    expect(moveHead(20, "PageUp", false, grid)).toBe(4);
    expect(moveHead(84, "PageDown", false, grid)).toBe(84);
    expect(moveHead(99, "ArrowDown", false, grid)).toBe(99);
    expect(moveHead(60, "PageDown", false, grid)).toBe(92);
  });

  it("goes to the ends of the row and of the source", () => {
    expect(moveHead(20, "Home", false, grid)).toBe(16);
    expect(moveHead(20, "End", false, grid)).toBe(31);
    expect(moveHead(98, "End", false, grid)).toBe(99);
    expect(moveHead(20, "Home", true, grid)).toBe(0);
    expect(moveHead(20, "End", true, grid)).toBe(99);
  });

  it("knows rows that begin at a shifted offset", () => {
    const shifted = { ...grid, start: -4 };
    expect(moveHead(20, "Home", false, shifted)).toBe(12);
    expect(moveHead(5, "Home", false, shifted)).toBe(0);
    expect(moveHead(20, "End", false, shifted)).toBe(27);
  });

  it("stays at 0 in an empty source", () => {
    const empty = { ...grid, size: 0 };
    expect(moveHead(0, "ArrowRight", false, empty)).toBe(0);
    expect(moveHead(0, "End", true, empty)).toBe(0);
    expect(moveHead(0, "PageDown", false, empty)).toBe(0);
  });
});
