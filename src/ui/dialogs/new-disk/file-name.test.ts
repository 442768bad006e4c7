import { describe, expect, it } from "vitest";
import { diskFileName, fileNameProblem } from "./file-name.ts";

describe("fileNameProblem", () => {
  it.each([
    ["a/b", "/"],
    ["C:\\disk.vhdx", ":"],
    ["a\\b", "\\"],
    ["what?.vhdx", "?"],
    ["a\tb", "a control character"],
  ])("names the character of %j that no file name can have", (name, character) => {
    expect(fileNameProblem(name)).toBe(`No file name can have ${character} in it.`);
  });

  it.each(["", "  ", ".", ".."])("asks for a name instead of %j", (name) => {
    expect(fileNameProblem(name)).toBe("The disk needs a file name.");
  });

  it.each(["disk.vhdx", "foo", "Büro 2.avhdx", "a.b"])("takes %j", (name) => {
    expect(fileNameProblem(name)).toBeNull();
  });
});

it.each([
  ["foo", "foo.vhdx"],
  [" foo ", "foo.vhdx"],
  ["foo.", "foo.vhdx"],
  [".hidden", ".hidden.vhdx"],
  ["disk.vhdx", "disk.vhdx"],
  ["child.avhdx", "child.avhdx"],
  ["disk.img", "disk.img"],
])("diskFileName makes %j %j", (text, name) => {
  expect(diskFileName(text)).toBe(name);
});
