import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guidFromText, guidToText, NIL_GUID, randomGuid } from "./guid.ts";
import { bytesToHex } from "./text.ts";

describe("a GUID", () => {
  it.for([
    ["2DC27766-F623-4200-9D64-115E9BFD4A08", "6677c22d23f600429d64115e9bfd4a08"],
    ["8B7CA206-4790-4B9A-B8FE-575F050F886E", "06a27c8b90479a4bb8fe575f050f886e"],
    ["CAA16737-FA36-4D43-B3B6-33F0AA44E76B", "3767a1ca36fa434db3b633f0aa44e76b"],
    ["B04AEFB7-D19E-4A81-B789-25B8E9445913", "b7ef4ab09ed1814ab78925b8e9445913"],
  ] as const)("%s is stored with its first three parts little-endian", ([text, stored]) => {
    const bytes = guidFromText(text) ?? new Uint8Array(0);
    expect(bytesToHex(bytes)).toBe(stored);
    expect(guidToText(bytes)).toBe(text.toLowerCase());
  });

  it("survives the way to text and back, wherever it stands", () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(bytes, fc.nat(20), (stored, at) => {
        const around = new Uint8Array(40).fill(0xee);
        around.set(stored, at);
        const text = guidToText(around, at);
        expect(text).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(guidFromText(text)).toEqual(stored);
        expect(guidFromText(`{${text.toUpperCase()}}`)).toEqual(stored);
      }),
    );
  });

  it.for(["", "none", `${NIL_GUID}0`, NIL_GUID.replaceAll("-", ""), `g${NIL_GUID.slice(1)}`])(
    "is not %j",
    (text) => {
      expect(guidFromText(text)).toBeNull();
    },
  );

  it("made at random is of version 4 as stored: high nibble of byte 7, top bits of byte 8", () => {
    const bytes = guidFromText(randomGuid()) ?? new Uint8Array(16);
    expect((bytes[7] ?? 0) >>> 4).toBe(4);
    expect((bytes[8] ?? 0) >>> 6).toBe(2);
    expect(randomGuid()).not.toBe(randomGuid());
  });
});
