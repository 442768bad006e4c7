import { describe, expect, it } from "vitest";
import { summaryOf } from "./summary.ts";

const STEPS = [
  { name: "lint", seconds: 12.34, counts: { passed: 1, failed: 0, skipped: 0 } },
  { name: "unit tests", seconds: 100, counts: { passed: 20, failed: 1, skipped: 2 } },
];

describe("the closing lines", () => {
  it("give the wall time of each step and of the whole", () => {
    const { text } = summaryOf(STEPS, 105.04, false);
    expect(text).toMatch(/^lint +12\.3 s {2}1 passed, 0 failed, 0 skipped$/m);
    expect(text).toMatch(/^unit tests +100\.0 s {2}20 passed, 1 failed, 2 skipped$/m);
    expect(text).toMatch(/^all, some beside each other +105\.0 s$/m);
  });

  it("end with the sums, alone on their line", () => {
    const { text, failed } = summaryOf(STEPS, 1, false);
    expect(text.split("\n").at(-1)).toBe("21 passed, 1 failed");
    expect(failed).toBe(1);
  });

  it("count what is skipped as failed where nothing may be", () => {
    const { text, failed } = summaryOf(STEPS, 1, true);
    expect(text.split("\n").at(-1)).toBe("21 passed, 3 failed");
    expect(failed).toBe(3);
  });
});
