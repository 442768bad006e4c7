import { describe, expect, it } from "vitest";
import { columnAt, columnsFor, digitsFor, hasRoomForText, isInText, layoutOf } from "./layout.ts";

describe("layout", () => {
  it("needs 12 digits beyond 4 GiB", () => {
    expect(digitsFor(2 ** 32)).toBe(8);
    expect(digitsFor(2 ** 32 + 1)).toBe(12);
    expect(digitsFor(64 * 2 ** 40)).toBe(12);
  });

  it("takes the most columns that fit", () => {
    for (const columns of [8, 16, 32] as const) {
      const { width } = layoutOf(8, columns);
      expect(columnsFor(8, width)).toBe(columns);
      expect(columnsFor(8, width - 1)).toBe(columns / 2);
    }
    expect(columnsFor(8, 3)).toBe(4);
  });

  it("keeps the text as long as four bytes a row fit with it", () => {
    const { width } = layoutOf(8, 4);
    expect(hasRoomForText(8, columnsFor(8, width), width)).toBe(true);
    expect(hasRoomForText(8, columnsFor(8, width - 1), width - 1)).toBe(false);
    const bare = layoutOf(8, 4, false);
    expect(bare.width).toBeLessThan(width - 4);
    expect(isInText(bare, bare.asciiAt + 1)).toBe(false);
    expect(columnAt(bare, bare.asciiAt + 1)).toBe(3);
  });

  it("finds every byte under the pointer, in both columns", () => {
    const layout = layoutOf(8, 16);
    for (let column = 0; column < 16; column += 1) {
      const start = layout.bytesAt + column * 3 + (column >= 8 ? 1 : 0);
      expect(columnAt(layout, start + 0.1)).toBe(column);
      expect(columnAt(layout, start + 2.9)).toBe(column);
      expect(columnAt(layout, layout.asciiAt + column + 0.5)).toBe(column);
      expect(isInText(layout, start + 2.9)).toBe(false);
      expect(isInText(layout, layout.asciiAt + column + 0.1)).toBe(true);
    }
  });

  it("takes the nearest byte beyond the ends", () => {
    const layout = layoutOf(8, 16);
    expect(columnAt(layout, 0)).toBe(0);
    expect(columnAt(layout, -50)).toBe(0);
    expect(columnAt(layout, layout.asciiAt - 0.9)).toBe(15);
    expect(columnAt(layout, 500)).toBe(15);
  });
});
