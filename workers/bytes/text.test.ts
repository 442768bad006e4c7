import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GIB, KIB, MIB, TIB } from "./numbers.ts";
import {
  asciiToText,
  bytesToHex,
  countText,
  hexText,
  offsetText,
  sizeText,
  textToAscii,
  textToUtf16,
  utf16ToText,
} from "./text.ts";

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

it("writes bytes as hex digits", () => {
  expect(bytesToHex(Uint8Array.of(0, 1, 0xab, 0xff))).toBe("0001abff");
  expect(hexText(0x1d0_0006n)).toBe("0x1d00006");
  expect(hexText(7, 8)).toBe("0x00000007");
});

it.for<[number, string]>([
  [0, "0 bytes"],
  [1, "1 byte"],
  [1023, "1023 bytes"],
  [KIB, "1 KiB"],
  [1536 * KIB, "1.50 MiB"],
  [1536 * MIB, "1.50 GiB"],
  [GIB, "1 GiB"],
  [64 * TIB, "64 TiB"],
  // Rounding must not make a size that is a little less look like the next unit.
  [MIB - 1, "1023.99 KiB"],
  [4_313_220_907, "4.01 GiB"],
  [64 * TIB - 512, "63.99 TiB"],
  [2 ** 51, "2 PiB"],
  [2 ** 53 - 1, "7.99 PiB"],
])("%d bytes are %s", ([bytes, text]) => {
  expect(sizeText(bytes)).toBe(text);
});

it("says an offset in MiB where it is whole", () => {
  expect(offsetText(0)).toBe("0x0");
  expect(offsetText(3 * MIB)).toBe("3 MiB");
  expect(offsetText(3 * MIB + 1)).toBe("0x300001");
});

it("counts in words", () => {
  expect(countText(1, "entry", "entries")).toBe("1 entry");
  expect(countText(0, "entry", "entries")).toBe("0 entries");
  expect(countText(12345, "block")).toBe("12,345 blocks");
});
