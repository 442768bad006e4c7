import { expect, it, vi } from "vitest";
import { runSteps, type Steps } from "./steps.ts";

it("runs all steps and gives the result", () => {
  const step = vi.fn<(done: number) => void>();
  function* work(): Steps<string> {
    for (let done = 0; done < 3; done++) {
      step(done);
      yield { done, total: 3 };
    }
    return "done";
  }
  expect(runSteps(work())).toBe("done");
  expect(step.mock.calls).toEqual([[0], [1], [2]]);
});

it("passes on what a step throws", () => {
  function* work(): Steps<never> {
    yield { done: 0, total: null };
    throw new Error("torn");
  }
  expect(() => runSteps(work())).toThrow("torn");
});
