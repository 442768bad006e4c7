import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COPY_FORMS, copyAs } from "../hex/copy-as.ts";
import { readPasted, recognisePasted } from "./paste.ts";

const bytesOf = (text: string, form = recognisePasted(text)) => {
  const pasted = readPasted(text, form);
  return pasted.ok ? [...pasted.bytes] : pasted.problem;
};

describe("recognisePasted", () => {
  it.each([
    ["68 65 61 64", "hex"],
    ["0x68, 0x65, 0x61, 0x64", "hex"],
    ["68:65:61:64", "hex"],
    ["\\x68\\x65", "hex"],
    ["68656164\n68656164", "hex"],
    ["const unsigned char bytes[2] = {\n    0x01, 0xff\n};", "hex"],
    ["686", "text"],
    ["head", "text"],
    ["password", "text"],
    ["Hello, disk", "text"],
    ["", "text"],
    ["aGVhZA==", "base64"],
    ["UGxhdHRlciB3cml0ZXMgdGhpcyBieXRlIGJ5IGJ5dGUx", "base64"],
  ] as const)("takes %j for %s", (text, form) => {
    expect(recognisePasted(text)).toBe(form);
  });

  it("knows again what was copied as hex or as a C array", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        for (const form of COPY_FORMS.filter((each) => each === "hex" || each === "c")) {
          expect(bytesOf(copyAs(form, bytes))).toEqual([...bytes]);
        }
        expect(bytesOf(copyAs("base64", bytes), "base64")).toEqual([...bytes]);
      }),
    );
  });
});

describe("readPasted", () => {
  it("reads text as UTF-8 and as UTF-16", () => {
    expect(bytesOf("é1", "text")).toEqual([0xc3, 0xa9, 0x31]);
    expect(bytesOf("é1", "utf16")).toEqual([0xe9, 0, 0x31, 0]);
  });

  it("says what is wrong with what can't be read", () => {
    expect(bytesOf("686", "hex")).toBe("Two digits make a byte: one is missing.");
    expect(bytesOf("xyz", "hex")).toBe("Only hexadecimal digits can be read as hex.");
    expect(bytesOf("a", "base64")).toBe("This is not Base64.");
  });
});
