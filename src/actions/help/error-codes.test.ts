import { describe, expect, it } from "vitest";
import { ERROR_HELP, findErrors } from "./error-codes.ts";

const codes = (text: string) => findErrors(text).map(({ code }) => code);

it("has each code once, each with something to do", () => {
  expect(new Set(ERROR_HELP.map(({ code }) => code)).size).toBe(ERROR_HELP.length);
  expect(new Set(ERROR_HELP.map(({ name }) => name)).size).toBe(ERROR_HELP.length);
  for (const { code, name, means, steps } of ERROR_HELP) {
    expect(code).toMatch(/^0x(8007|C03A)[0-9A-F]{4}$/);
    expect(name).toMatch(/^ERROR_[A-Z_]+$/);
    expect(means.length).toBeGreaterThan(20);
    expect(steps.length).toBeGreaterThan(0);
  }
});

describe("findErrors", () => {
  it.each([
    ["0x80070570", "0x80070570"],
    ["80070570", "0x80070570"],
    ["0xc03a001a", "0xC03A001A"],
    ["The operation failed (0xC03A0017).", "0xC03A0017"],
    ["Error code: Wsl/Service/CreateInstance/MountVhd/0x80070020", "0x80070020"],
    ["Wsl/Service/CreateInstance/MountDisk/HCS/ERROR_SHARING_VIOLATION", "0x80070020"],
    ["0x570", "0x80070570"],
  ])("knows a code wherever it stands: %s", (text, code) => {
    expect(codes(text)).toEqual([code]);
  });

  it.each([
    ["used by another process", "0x80070020"],
    ["The process cannot access the file because it is being used by another process.", "0x80070020"],
    ["file or directory is corrupted and unreadable", "0x80070570"],
    ["must not be sparse", "0xC03A001A"],
    ["mismatch in the identifiers", "0xC03A000E"],
    ["mismatch in the virtual sizes", "0xC03A0017"],
    ["cannot locate the parent", "0xC03A000D"],
  ])("knows a message by its words: %s", (text, code) => {
    expect(codes(text)[0]).toBe(code);
  });

  it("finds several where the words fit several, and nothing where they fit none", () => {
    expect(codes("chain of virtual hard disks").length).toBeGreaterThan(3);
    expect(codes("0x12345678")).toEqual([]);
    expect(codes("kitchen")).toEqual([]);
    expect(codes("")).toEqual([]);
    expect(codes("?")).toEqual([]);
  });
});
