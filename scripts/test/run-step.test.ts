import { expect, it } from "vitest";
import { runStep } from "./run-step.ts";
import type { Step } from "./steps.ts";

const script = (code: string, limit: number): Step => ({ name: "a step", args: ["-e", code], limit });

it("ends a step that hangs at its limit, as failed", async () => {
  expect(await runStep(script("setInterval(() => {}, 1000)", 0.005), process.env, true)).toBe(1);
});

it("has the step's own status", async () => {
  expect(await runStep(script("process.exitCode = 3", 1), process.env, true)).toBe(3);
  expect(await runStep(script("", 1), process.env, true)).toBe(0);
});
