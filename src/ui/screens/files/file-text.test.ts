import * as fc from "fast-check";
import { expect, it } from "vitest";
import { accessText, modeText, timeText } from "./file-text.ts";

it.each([
  ["directory", 0o755, "drwxr-xr-x"],
  ["file", 0o4755, "-rwsr-xr-x"],
  ["file", 0o4644, "-rwSr--r--"],
  ["directory", 0o2770, "drwxrws---"],
  ["directory", 0o1777, "drwxrwxrwt"],
  ["directory", 0o1776, "drwxrwxrwT"],
  ["symlink", 0o777, "lrwxrwxrwx"],
  ["fifo", 0o600, "prw-------"],
] as const)("writes a mode as ls does: %s %o", (kind, mode, text) => {
  expect(modeText(kind, mode)).toBe(text);
});

it("writes mode and owner, or the letters of Windows where there is no mode", () => {
  const owner = { user: 1000, group: 100 };
  expect(accessText("file", { mode: 0o640, owner, flags: ["immutable"] })).toBe("-rw-r----- 1000:100");
  expect(accessText("file", { mode: 0o640, owner: null, flags: [] })).toBe("-rw-r-----");
  const flags = ["archive", "system", "hidden", "read-only", "security id 259"];
  expect(accessText("file", { mode: null, owner: null, flags })).toBe("RHSA");
  expect(accessText("directory", { mode: null, owner: null, flags: [] })).toBe("");
});

it("writes times in UTC, with all nine digits where asked for", () => {
  expect(timeText(1_700_000_000_123_456_789n)).toBe("2023-11-14 22:13");
  expect(timeText(1_700_000_000_123_456_789n, true)).toBe("2023-11-14 22:13:20.123456789 UTC");
  expect(timeText(-1n, true)).toBe("1969-12-31 23:59:59.999999999 UTC");
  expect(timeText(0n, true)).toBe("1970-01-01 00:00:00.000000000 UTC");
});

it("writes any time that a file system can hold", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 95n), max: 2n ** 95n }), (time) => {
      expect(timeText(time, true).length).toBeGreaterThan(0);
    }),
  );
});
