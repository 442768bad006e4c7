import * as fc from "fast-check";
import { expect, it } from "vitest";
import { decodeText, pictureOf } from "./preview.ts";

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), little);
  return new Uint8Array(view.buffer);
};

it.each([
  [utf8("Grüße\r\n\tab ✓"), "Grüße\r\n\tab ✓", "UTF-8"],
  [utf8("\uFEFFabc"), "abc", "UTF-8 with BOM"],
  [utf16("\uFEFFWindows", true), "Windows", "UTF-16 LE"],
  [utf16("\uFEFFWindows", false), "Windows", "UTF-16 BE"],
  [utf16("[boot] no mark", true), "[boot] no mark", "UTF-16 LE"],
  [bytes(0x47, 0x72, 0xfc, 0xdf, 0x65, 0x20, 0x61, 0x75, 0x73), "Grüße aus", "Windows-1252"],
])("names the encoding of a text", (content, text, encoding) => {
  expect(decodeText(content, true)).toEqual({ text, encoding });
});

it("takes a character that is cut at the end for no fault, but not at the end of the file", () => {
  const cut = utf8("eins ✓").subarray(0, -1);
  expect(decodeText(cut, false)).toEqual({ text: "eins ", encoding: "UTF-8" });
  expect(decodeText(cut, true)?.encoding).not.toBe("UTF-8");
});

it("takes no binary for text", () => {
  expect(decodeText(bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0), true)).toBeNull();
  expect(decodeText(bytes(0, 0, 0, 0), true)).toBeNull();
  expect(decodeText(bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), true)).toBeNull();
});

it("knows pictures by their first bytes, with their size", () => {
  const png = new Uint8Array(33);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(png.buffer).setUint32(16, 100_000);
  new DataView(png.buffer).setUint32(20, 7);
  expect(pictureOf(png)).toEqual({ type: "image/png", width: 100_000, height: 7 });
  expect(pictureOf(bytes(0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 3, 0, 4, 1))).toEqual({
    type: "image/gif",
    width: 3,
    height: 260,
  });
  const jpeg = bytes(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 0, 9, 0, 5, 3, 0, 0);
  expect(pictureOf(jpeg)).toEqual({ type: "image/jpeg", width: 5, height: 9 });
  expect(pictureOf(utf8("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"))).toBeNull();
});

it("looks for the size of a JPEG behind what its camera noted", () => {
  const noted = new Uint8Array(200_000);
  noted.set([0xff, 0xd8]);
  for (const at of [2, 65_537, 131_072]) noted.set([0xff, 0xe1, 0xff, 0xfd], at);
  noted.set([0xff, 0xc0, 0, 17, 8, 0, 9, 0, 5, 3, 0, 0], 196_607);
  expect(pictureOf(noted)).toEqual({ type: "image/jpeg", width: 5, height: 9 });
});

it("takes no text for a bitmap, and knows bitmaps by their header", () => {
  expect(pictureOf(utf8("BM25 is a function that ranks documents by the words of a query."))).toBeNull();
  const bitmap = new Uint8Array(54);
  bitmap.set([0x42, 0x4d]);
  const view = new DataView(bitmap.buffer);
  view.setUint32(14, 40, true);
  view.setInt32(18, 3, true);
  view.setInt32(22, -4, true);
  expect(pictureOf(bitmap)).toEqual({ type: "image/bmp", width: 3, height: 4 });
  view.setUint32(14, 12, true);
  view.setUint16(18, 7, true);
  view.setUint16(20, 8, true);
  expect(pictureOf(bitmap)).toEqual({ type: "image/bmp", width: 7, height: 8 });
});

it("survives any bytes", () => {
  const starts = fc.constantFrom(
    [],
    [0xff, 0xd8, 0xff],
    [0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x45, 0x42, 0x50],
    [0x42, 0x4d],
    [0xff, 0xfe],
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  );
  fc.assert(
    fc.property(starts, fc.uint8Array({ maxLength: 300 }), fc.boolean(), (start, rest, complete) => {
      const content = Uint8Array.from([...start, ...rest]);
      const picture = pictureOf(content);
      expect(picture === null || (picture.width >= 0 && picture.height >= 0)).toBe(true);
      const decoded = decodeText(content, complete);
      expect(decoded === null || decoded.encoding !== "").toBe(true);
    }),
    { numRuns: 500 },
  );
});
