import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatBytesExactly,
  formatCount,
  formatOffset,
  formatPlural,
  formatRate,
  formatTime,
} from "./format.ts";

describe("formatBytes", () => {
  it("writes exact multiples without decimals", () => {
    expect(formatBytes(0)).toBe("0 bytes");
    expect(formatBytes(1)).toBe("1 byte");
    expect(formatBytes(1023)).toBe("1023 bytes");
    expect(formatBytes(4096)).toBe("4 KiB");
    expect(formatBytes(64 * 2 ** 40)).toBe("64 TiB");
  });

  it("marks what is not exact by its decimals", () => {
    expect(formatBytes(4 * 2 ** 20 + 1)).toBe("4.00 MiB");
    expect(formatBytes(1.25 * 2 ** 30)).toBe("1.25 GiB");
    expect(formatBytes(12.34 * 2 ** 30)).toBe("12.34 GiB");
    expect(formatBytes(123.4 * 2 ** 30)).toBe("123.40 GiB");
  });

  // The same cases as those of `sizeText` in workers/bytes/text.test.ts: a verdict and the facts beside it must not differ.
  it.for<[number, string]>([
    [1023, "1023 bytes"],
    [1536 * 2 ** 20, "1.50 GiB"],
    [2 ** 20 - 1, "1023.99 KiB"],
    [4_313_220_907, "4.01 GiB"],
    [64 * 2 ** 40 - 512, "63.99 TiB"],
    [2 ** 51, "2 PiB"],
    [2 ** 53 - 1, "7.99 PiB"],
  ])("cuts %d bytes to %s", ([bytes, text]) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("reads decimal strings", () => {
    expect(formatBytes("18446744073709551616")).toBe("16 EiB");
  });
});

it("formatBytesExactly adds the bytes where the short form hides them", () => {
  expect(formatBytesExactly(512)).toBe("512 bytes");
  expect(formatBytesExactly(1310720)).toBe("1.25 MiB (1,310,720 bytes)");
});

it("formatOffset pads to eight digits and keeps all 64 bits", () => {
  expect(formatOffset(0x300000)).toBe("0x00300000");
  expect(formatOffset("18446744073709551615")).toBe("0xffffffffffffffff");
});

it("formatCount groups thousands and keeps all 64 bits", () => {
  expect(formatCount(67108864)).toBe("67,108,864");
  expect(formatCount("18446744073709551615")).toBe("18,446,744,073,709,551,615");
});

it("formatPlural chooses the noun", () => {
  expect(formatPlural(1, "entry", "entries")).toBe("1 entry");
  expect(formatPlural(1200, "entry", "entries")).toBe("1,200 entries");
  expect(formatPlural(0, "read")).toBe("0 reads");
});

it("formatRate speaks of bytes or of steps", () => {
  expect(formatRate(410 * 2 ** 20, "bytes")).toBe("410 MiB/s");
  expect(formatRate(410.2 * 2 ** 20, "bytes")).toBe("410 MiB/s");
  expect(formatRate(1.256 * 2 ** 30, "bytes")).toBe("1.26 GiB/s");
  expect(formatRate(12, "bytes")).toBe("12 bytes/s");
  expect(formatRate(1234.4, "entries")).toBe("1,234/s");
});

it("formatTime is in UTC", () => {
  expect(formatTime(Date.UTC(2024, 2, 1, 17, 5, 9))).toBe("2024-03-01 17:05:09 UTC");
});
