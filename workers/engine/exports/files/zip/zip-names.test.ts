import { expect, it } from "vitest";
import { ZipNames } from "./zip-names.ts";

const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const name = (text: string) => ({ text: new TextDecoder().decode(latin(text)), bytes: latin(text) });

it("gives names that are no UTF-8 paths of their own, and their content with them", () => {
  const names = new ZipNames();
  expect(names.take([name("\xe4")], true)).toBe("\ufffd");
  expect(names.take([name("\xf6")], true)).toBe("\ufffd (2)");
  expect(names.take([name("\xe4"), name("a")], false)).toBe("\ufffd/a");
  expect(names.take([name("\xf6"), name("a")], false)).toBe("\ufffd (2)/a");
});

it("has no separator of Windows in a name", () => {
  expect(new ZipNames().take([name("..\\..\\x.exe")], false)).toBe(".._.._x.exe");
});

it("names a folder whose own entry is not there", () => {
  const names = new ZipNames();
  expect(names.take([name("lost"), name("a")], false)).toBe("lost/a");
  expect(names.take([name("lost"), name("b")], false)).toBe("lost/b");
});
