import { expect, it } from "vitest";
import { nanosecondText } from "./time-text.ts";

it("shows times to the nanosecond, before 1970 too", () => {
  expect(nanosecondText(1_796_094_708_066_933_083n)).toBe("2026-12-01T03:11:48.066933083Z");
  expect(nanosecondText(-1n)).toBe("1969-12-31T23:59:59.999999999Z");
  expect(nanosecondText(0n)).toBe("1970-01-01T00:00:00.000000000Z");
  expect(nanosecondText(10n ** 30n)).toBe("1000000000000000000000000000000 ns");
});
