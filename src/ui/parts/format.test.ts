import { expect, it } from "vitest";
import { formatBytesExactly, formatOffset, formatRate, formatTime } from "./format.ts";

it("formatBytesExactly adds the bytes where the short form hides them", () => {
  expect(formatBytesExactly(512)).toBe("512 bytes");
  expect(formatBytesExactly(1310720)).toBe("1.25 MiB (1,310,720 bytes)");
});

it("formatOffset pads to eight digits and keeps all 64 bits", () => {
  expect(formatOffset(0x300000)).toBe("0x00300000");
  expect(formatOffset("18446744073709551615")).toBe("0xffffffffffffffff");
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
