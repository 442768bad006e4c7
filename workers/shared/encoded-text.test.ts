import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asciiToText, textToAscii, textToUtf16, utf16ToText } from "./encoded-text.ts";

describe("UTF-16", () => {
  it("survives the way to bytes and back", () => {
    const text = fc.string({ unit: "grapheme" }).filter((each) => !each.includes("\0"));
    fc.assert(
      fc.property(text, (each) => {
        expect(utf16ToText(textToUtf16(each))).toBe(each);
      }),
    );
  });

  it("keeps a byte order mark, which MS-VHDX does not know, as the character that it is", () => {
    expect(utf16ToText(textToUtf16("\ufeffx"))).toBe("\ufeffx");
  });

  it("ends at the first NUL", () => {
    expect(utf16ToText(textToUtf16("QEMU\0rest\0"))).toBe("QEMU");
    expect(utf16ToText(new Uint8Array(512))).toBe("");
  });

  it("takes unpaired surrogates and an odd last byte", () => {
    expect(utf16ToText(textToUtf16("a\ud800b\udc00"))).toBe("a\ufffdb\ufffd");
    expect(utf16ToText(new Uint8Array(512).fill(0xd8))).toBe("\ufffd".repeat(256));
    expect(utf16ToText(Uint8Array.of(0x41, 0, 0x42))).toBe("A");
  });

  it("takes any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(utf16ToText(bytes).length).toBeLessThanOrEqual(Math.floor(bytes.length / 2));
      }),
    );
  });
});

it("keeps every byte of a signature as a character", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect(textToAscii(asciiToText(all))).toEqual(all);
});
