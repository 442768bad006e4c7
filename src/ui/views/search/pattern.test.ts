import { expect, it } from "vitest";
import { guidToText } from "../../../../workers/shared/guid.ts";
import { PATTERN_LIMIT, parsePattern } from "./pattern.ts";

const bytesOf = (...pattern: Parameters<typeof parsePattern>) => {
  const parsed = parsePattern(...pattern);
  return parsed.ok ? [...parsed.bytes] : parsed.problem;
};

it("reads hex as people write it", () => {
  for (const text of ["68656164", "68 65 61 64", "0x68, 0x65, 0x61, 0x64", "68:65:61:64", " 68-65_61 64 "])
    expect(bytesOf(text, "hex")).toEqual([0x68, 0x65, 0x61, 0x64]);
  expect(bytesOf("6", "hex")).toMatch(/missing/);
  expect(bytesOf("head", "hex")).toMatch(/hexadecimal/);
});

it("reads text in both encodings", () => {
  expect(bytesOf("hé", "ascii")).toEqual([0x68, 0xc3, 0xa9]);
  expect(bytesOf("hé", "utf16")).toEqual([0x68, 0, 0xe9, 0]);
});

it("reads a GUID in the order it has on disk", () => {
  const text = "2dc27766-f623-4200-9d64-115e9bfd4a08";
  const parsed = parsePattern(`{${text.toUpperCase()}}`, "guid");
  expect(parsed.ok && guidToText(parsed.bytes)).toBe(text);
  expect(bytesOf("2dc27766", "guid")).toMatch(/GUID/);
});

it("looks for nothing where there is nothing, and for no more than fits", () => {
  expect(bytesOf("", "hex")).toBe("");
  expect(bytesOf("  ", "hex")).toBe("");
  expect(bytesOf("a".repeat(PATTERN_LIMIT), "ascii")).toHaveLength(PATTERN_LIMIT);
  expect(bytesOf("a".repeat(PATTERN_LIMIT + 1), "ascii")).toMatch(/At most/);
});
