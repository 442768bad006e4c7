import { describe, expect, it } from "vitest";
import { parseSize } from "./parse-size.ts";

describe("parseSize", () => {
  it.each([
    ["64 GiB", 64 * 2 ** 30],
    ["64g", 64 * 2 ** 30],
    ["512 MB", 512 * 2 ** 20],
    ["1.5 TiB", 1.5 * 2 ** 40],
    ["1,048,576", 2 ** 20],
    ["4096 bytes", 4096],
    ["4096", 4096],
    [" 1 byte ", 1],
    ["0", 0],
    ["1_048_576", 2 ** 20],
    ["1,536.5 KiB", 1536.5 * 2 ** 10],
    ["7 PiB", 7 * 2 ** 50],
  ])("reads %s", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each([
    "",
    "GiB",
    "-1",
    "12 PiB",
    "0.3 KiB",
    "1e6",
    "64 G 3",
    "9007199254740993",
    // The nearest number that a double can hold is 1.
    "1.00000000000000000001 MiB",
    "1,5 TiB",
    "1,0485,76",
  ])("takes nothing from %j", (text) => {
    expect(parseSize(text)).toBeNull();
  });
});
