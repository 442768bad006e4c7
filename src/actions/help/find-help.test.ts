import { describe, expect, it } from "vitest";
import { ERROR_HELP } from "./error-words.ts";
import { findHelp, HELP } from "./find-help.ts";

const codes = (text: string) => findHelp(text).map(({ code, title }) => code ?? title);
/** The decimal number of 32 bits that logs have, with a sign. */
const signed = (code: string) => String(Number(code) - 2 ** 32);

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

it("has each title once, which finds its entry", () => {
  for (const { code, title } of HELP) expect(codes(title)).toContain(code ?? title);
  expect(new Set(HELP.map(({ title }) => title)).size).toBe(HELP.length);
});

it("knows every code as a decimal number, signed or not, wherever it stands", () => {
  expect(signed("0x80070570")).toBe("-2147023504");
  for (const { code } of ERROR_HELP) {
    expect(codes(signed(code))).toEqual([code]);
    expect(codes(String(Number(code)))).toEqual([code]);
    expect(codes(`Failed with ${signed(code)}.`)).toEqual([code]);
  }
});

describe("findHelp", () => {
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
    ["The specified disk is not a virtual disk.", "0xC03A0015"],
    [
      "There is a mismatch in the virtual sizes of the parent virtual hard disk and differencing disk.",
      "0xC03A0017",
    ],
    [
      "The time stamp of the parent virtual hard disk does not match the time stamp of the differencing disk.",
      "0xC03A000F",
    ],
    ["because it might truncate user data residing on the virtual disk", "0xC03A0025"],
    ["another process has locked a portion of the file", "0x80070021"],
    ["WSL_E_DISK_CORRUPTED", "WSL can't mount its disk, or mounts it read-only"],
    ["initialize disk", "Windows asks to initialize the disk"],
    [
      "You must initialize a disk before Logical Disk Manager can access it",
      "Windows asks to initialize the disk",
    ],
    ["RAW", "Windows asks to format the disk, or shows it as RAW"],
    ["ransomware", "Ransomware has changed the file"],
    ["our server was hit by ransomware yesterday", "Ransomware has changed the file"],
    ["please run 'dmesg'", "WSL can't mount its disk, or mounts it read-only"],
  ])("knows a message by its words: %s", (text, code) => {
    expect(codes(text)[0]).toBe(code);
  });

  it("finds several where the words fit several, and nothing where they fit none", () => {
    expect(codes("chain of virtual hard disks").length).toBeGreaterThan(3);
    expect(codes("0x12345678")).toEqual([]);
    expect(codes("kitchen")).toEqual([]);
    expect(codes("12345678901234567890")).toEqual([]);
    expect(codes("")).toEqual([]);
    expect(codes("?")).toEqual([]);
  });
});
