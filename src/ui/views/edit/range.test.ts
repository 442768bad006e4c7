import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRange, rangeProblem, repeated } from "./range.ts";

const MIB = 1024 * 1024;

describe("parseRange", () => {
  it("takes hex, decimal and units", () => {
    expect(parseRange("0x7e00", "4K", MIB, "disk")).toEqual({
      ok: true,
      span: { offset: 0x7e00, length: 4096 },
    });
  });

  it("takes the last byte", () => {
    expect(parseRange("1048575", "1", MIB, "disk").ok).toBe(true);
  });

  it.each([
    ["", "1", "offset", ""],
    ["here", "1", "offset", "Enter an offset such as 0x7e00, 32256 or 12M."],
    ["block 1", "1", "offset", "Enter an offset such as 0x7e00, 32256 or 12M."],
    ["1M", "1", "offset", "The virtual disk ends at 0x00100000."],
    ["0", "", "length", ""],
    ["0", "all", "length", "Enter a length such as 512, 0x200 or 4K."],
    ["0", "0", "length", "At least one byte."],
    ["0xffe00", "1K", "length", "The virtual disk ends at 0x00100000: 512 bytes would lie beyond it."],
  ] as const)("says what is wrong with %j and %j", (offset, length, field, problem) => {
    expect(parseRange(offset, length, MIB, "disk")).toEqual({ ok: false, field, problem });
  });
});

describe("rangeProblem", () => {
  it("names the space", () => {
    expect(rangeProblem({ offset: MIB, length: 2 }, MIB, "file")).toBe("The file ends at 0x00100000.");
    expect(rangeProblem({ offset: MIB - 2, length: 2 }, MIB, "file")).toBeNull();
  });
});

describe("repeated", () => {
  it("has the pattern at every place", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 9 }),
        fc.integer({ min: 0, max: 200 }),
        (pattern, length) => {
          const expected = Array.from({ length }, (_, at) => pattern[at % pattern.length]);
          expect([...repeated(pattern, length)]).toEqual(expected);
        },
      ),
    );
  });
});
