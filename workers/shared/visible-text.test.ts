import { describe, expect, it } from "vitest";
import { safeFileName, visibleText } from "./visible-text.ts";

describe("a name from outside", () => {
  it.each([
    ["plain ünïcode 磁盘.vhdx", "plain ünïcode 磁盘.vhdx"],
    ["a\u202Exdhv.exe", "a\\u{202e}xdhv.exe"],
    ["a\nb\0", "a\\u{000a}b\\u{0000}"],
    ["\uD800x", "\\u{d800}x"],
  ])("%j is shown with nothing hidden", (name, shown) => expect(visibleText(name)).toBe(shown));

  it("is proposed as a file name without what could hide, reorder or lead elsewhere", () => {
    expect(safeFileName('..\\a/b\u202E"c".vhdx')).toBe(".._a_b__c_.vhdx");
    expect(safeFileName("disk.replayed-3-of-10.raw")).toBe("disk.replayed-3-of-10.raw");
  });
});
