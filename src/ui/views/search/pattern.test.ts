import { expect, it } from "vitest";
import { guidToText } from "../../../../workers/shared/guid.ts";
import { kindOf, otherKind, PATTERN_LIMIT, parsePattern } from "./pattern.ts";

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

it("tells bytes from text, and takes a text where in doubt", () => {
  const bytes = ["6c 6f 67 65", "6c6f6765", "0x6c6f", "0x6c, 0x6f", "de:ad", "00 00"];
  expect(bytes.filter((text) => kindOf(text, "auto") !== "hex")).toEqual([]);
  const texts = ["NTFS", "face", "deadbeef", "20261130", "loge", "6c", "6c 6f 6", "12:345", "a", ""];
  expect(texts.filter((text) => kindOf(text, "auto") !== "ascii")).toEqual([]);
  expect(kindOf("{2DC27766-F623-4200-9D64-115E9BFD4A08}", "auto")).toBe("guid");
  expect(kindOf("6c 6f", "ascii")).toBe("ascii");
  expect(kindOf("face", "hex")).toBe("hex");
});

it("offers the other reading where there is one", () => {
  expect(otherKind("6c 6f 67 65", "hex")).toBe("ascii");
  expect(otherKind("face", "ascii")).toBe("hex");
  expect(otherKind("loge", "ascii")).toBeNull();
  expect(otherKind("fac", "ascii")).toBeNull();
  expect(otherKind("2dc27766-f623-4200-9d64-115e9bfd4a08", "guid")).toBe("ascii");
});

it("looks for nothing where there is nothing, and for no more than fits", () => {
  expect(bytesOf("", "hex")).toBe("");
  expect(bytesOf("  ", "hex")).toBe("");
  expect(bytesOf("a".repeat(PATTERN_LIMIT), "ascii")).toHaveLength(PATTERN_LIMIT);
  expect(bytesOf("a".repeat(PATTERN_LIMIT + 1), "ascii")).toMatch(/At most/);
});
