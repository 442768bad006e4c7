import fc from "fast-check";
import { expect, it } from "vitest";
import { textOfUnits, unitsAt, unitsOfUtf8, utf8OfUnits } from "./utf16.ts";

const units = (text: string) => Uint16Array.from(text, (part) => part.charCodeAt(0));

it("makes UTF-8 of names, and the names of it again, whatever units they have", () => {
  const any = fc.array(
    fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd7f0, max: 0xe010 })),
  );
  fc.assert(
    fc.property(any, (each) => {
      const name = Uint16Array.from(each);
      expect(unitsOfUtf8(utf8OfUnits(name))).toEqual(name);
    }),
  );
});

it("agrees with the platform where the units are text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const name = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
      expect(utf8OfUnits(name)).toEqual(new TextEncoder().encode(text));
      if (!text.includes("\0")) expect(textOfUnits(name)).toBe(text);
    }),
  );
});

it("replaces for people what is no text", () => {
  expect(textOfUnits(Uint16Array.of(0x61, 0xd800, 0x62, 0, 0x63))).toBe("a\u{fffd}b\u{fffd}c");
  expect(utf8OfUnits(Uint16Array.of(0xd800))).toEqual(Uint8Array.of(0xed, 0xa0, 0x80));
  expect(unitsAt(Uint8Array.of(9, 0x61, 0, 0xe4, 0), 1, 2)).toEqual(units("aä"));
});
