import { beforeEach, expect, it, vi } from "vitest";
import { askOnce, forgetAnswers } from "./ask-once.ts";

beforeEach(forgetAnswers);

it("asks once for all, until the answer depends on something else", async () => {
  let asked = 0;
  const ask = () => Promise.resolve((asked += 1));
  expect(await Promise.all([askOnce(["report", 1], ask), askOnce(["report", 1], ask)])).toEqual([1, 1]);
  expect(await askOnce(["report", 2], ask)).toBe(2);
  // Only the latest is kept.
  expect(await askOnce(["report", 1], ask)).toBe(3);
});

it("keeps an answer for each name", async () => {
  const ask = vi.fn<() => Promise<string>>(() => Promise.resolve("yes"));
  await askOnce(["report", 1], ask);
  await askOnce(["repairs", 1], ask);
  await askOnce(["report", 1], ask);
  expect(ask).toHaveBeenCalledTimes(2);
});

it("asks again after a failure, and not because an older question failed", async () => {
  const failed = askOnce<string>(["report", 1], () => Promise.reject(new Error("no")));
  const newer = askOnce(["report", 2], () => Promise.resolve("two"));
  await expect(failed).rejects.toThrow("no");
  expect(askOnce(["report", 2], () => Promise.resolve("again"))).toBe(newer);
  await expect(askOnce<string>(["report", 3], () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await askOnce(["report", 3], () => Promise.resolve("three"))).toBe("three");
});

it("forgets what an engine that is gone was asked", async () => {
  void askOnce(["report", 1], () => new Promise<string>(() => {}));
  forgetAnswers();
  expect(await askOnce(["report", 1], () => Promise.resolve("new"))).toBe("new");
});
