import { expect, it } from "vitest";
import { spanText, twinDistance } from "./place-text.ts";

it("knows the other copy of headers and region tables", () => {
  expect(twinDistance("header/1")).toBe(0x10000);
  expect(twinDistance("header/2")).toBe(-0x10000);
  expect(twinDistance("region-table/1/entry/0")).toBe(0x10000);
  expect(twinDistance("log")).toBeNull();
  expect(twinDistance(null)).toBeNull();
});

it("writes the first and the last byte", () => {
  expect(spanText({ offset: 0x10008, length: 8 })).toBe("0x10008–0x1000f");
  expect(spanText({ offset: 16, length: 1 })).toBe("0x10");
  expect(spanText({ offset: 16, length: 0 })).toBe("0x10");
});
