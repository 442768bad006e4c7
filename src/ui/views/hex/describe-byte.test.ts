import { expect, it } from "vitest";
import { describeByte } from "./describe-byte.ts";
import { MARK_CODES, PAGE } from "./hex-page.ts";
import type { RowContext } from "./row.ts";

const context: RowContext = {
  size: PAGE,
  columns: 16,
  selection: { offset: 0, length: 0 },
  patches: [],
  highlights: [{ offset: 0, length: 2, kind: "field", label: "Signature" }],
  page: (index) =>
    index > 0
      ? null
      : {
          bytes: Uint8Array.of(0x68, 0x20, 0x00, 0x41, 0x42),
          codes: Uint8Array.of(0, MARK_CODES.replay, 0, MARK_CODES.unreadable, MARK_CODES.parent),
        },
};

it("says offset, value, character, field and mark", () => {
  expect(describeByte(0, context)).toBe("0x0, 68, h, Signature");
  expect(describeByte(1, context)).toBe("0x1, 20, space, Signature, changed by replay");
  expect(describeByte(2, context)).toBe("0x2, 00");
});

it("says no value where there is none to say", () => {
  expect(describeByte(3, context)).toBe("0x3, unreadable");
  expect(describeByte(4, context)).toBe("0x4, in the parent disk");
  expect(describeByte(9, context)).toBe("0x9, loading");
});
