import { describe, expect, it } from "vitest";
import { countPlaywright, countVitest } from "./counts.ts";

describe("countVitest", () => {
  it("counts tests", () => {
    const report = { numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, testResults: [] };
    expect(countVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 1 });
  });
  it("counts a file that did not load as a failure", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
      { status: "passed", assertionResults: [{}] },
    ];
    const report = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 0, testResults };
    expect(countVitest(report)).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });
});

describe("countPlaywright", () => {
  it("counts what is outside of all tests as failed, and what passed at its second try as passed", () => {
    const stats = { expected: 7, unexpected: 1, flaky: 2, skipped: 3 };
    expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 9, failed: 2, skipped: 3 });
  });
});
