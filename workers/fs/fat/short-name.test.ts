import { expect, it } from "vitest";
import { isLabelText, isShortName } from "./short-name.ts";

const bytes = (...values: (string | number)[]) =>
  Uint8Array.from(
    values.flatMap((each) =>
      typeof each === "number" ? [each] : Array.from(each, (letter) => letter.codePointAt(0) ?? 0),
    ),
  );

it.each([
  // 表, ソ and 能 in Shift JIS: their second byte is a backslash.
  ["a backslash as a second byte", bytes(0x95, 0x5c, "      TXT")],
  ["two characters of two bytes", bytes(0x83, 0x5c, 0x94, 0x5c, "    TXT")],
  ["a bracket and a bar as second bytes", bytes(0x81, 0x5b, 0x83, 0x7c, 0x83, 0x5d, "  TXT")],
  ["such a character in the extension", bytes("A       ", 0x95, 0x5c, " ")],
  ["0x05 for a first byte of 0xe5", bytes(0x05, 0x5c, "      TXT")],
])("a name may have %s", (_, name) => {
  expect(isShortName(name)).toBe(true);
});

it.each([
  ["a backslash of its own", bytes("A\\      TXT")],
  ["a backslash behind a whole character of two bytes", bytes(0x95, 0x5c, "\\     TXT")],
  ["a slash as a second byte", bytes(0x95, 0x2f, "      TXT")],
  ["half a character before its extension", bytes("ABCDEFG", 0x95, "\\XT")],
  ["a control character", bytes("A", 0x01, "      TXT")],
])("a name must not have %s", (_, name) => {
  expect(isShortName(name)).toBe(false);
});

it("a name whose first byte is lost may begin with half a character", () => {
  expect(isShortName(bytes(0xe5, 0x5c, "      TXT"), 1)).toBe(true);
});

it("a label may have what a name must not", () => {
  expect(isLabelText(bytes("A+B.C [1]  "))).toBe(true);
  expect(isShortName(bytes("A+B.C [1]  "))).toBe(false);
  expect(isLabelText(bytes("A", 0, "B        "))).toBe(false);
});
