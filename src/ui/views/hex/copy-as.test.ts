import { describe, expect, it } from "vitest";
import { copyAs } from "./copy-as.ts";

const ascii = (text: string) => new TextEncoder().encode(text);

describe("copyAs", () => {
  it("hex: 16 bytes a line", () => {
    expect(copyAs("hex", ascii("head"))).toBe("68 65 61 64");
    expect(copyAs("hex", new Uint8Array(17))).toBe(`${"00 ".repeat(16).trim()}\n00`);
  });

  it("C array: compiles as it stands", () => {
    expect(copyAs("c", Uint8Array.of(1, 255))).toBe("const unsigned char bytes[2] = {\n    0x01, 0xff\n};");
    expect(copyAs("c", new Uint8Array(13))).toBe(
      `const unsigned char bytes[13] = {\n    ${"0x00, ".repeat(12).trim()}\n    0x00\n};`,
    );
  });

  it("Python: escapes quote, backslash and what is not printable", () => {
    expect(copyAs("python", ascii('a"\\\n'))).toBe('b"a\\"\\\\\\x0a"');
  });

  it("Base64: joins its parts without padding between them", () => {
    const bytes = Uint8Array.from({ length: 0x6000 * 2 + 1 }, (_, index) => index & 0xff);
    const back = Uint8Array.from(atob(copyAs("base64", bytes)), (character) => character.charCodeAt(0));
    expect(back).toEqual(bytes);
  });

  it("text: UTF-16LE where it looks like that, without the padding after it", () => {
    expect(copyAs("text", ascii("vhdxfile\0\0"))).toBe("vhdxfile");
    const wide = Uint8Array.from("QEMU v7", (character) => character.charCodeAt(0));
    const bytes = new Uint8Array(64);
    wide.forEach((byte, index) => (bytes[2 * index] = byte));
    expect(copyAs("text", bytes)).toBe("QEMU v7");
  });

  it("text: dots for what is no character, as a clipboard may end at a zero byte", () => {
    expect(copyAs("text", Uint8Array.of(0x68, 0, 1, 0x69, 9, 10, 0x7f))).toBe("h··i\t\n·");
  });
});
