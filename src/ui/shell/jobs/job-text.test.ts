import { expect, it } from "vitest";
import type { Progress } from "../../../../workers/api/index.ts";
import { progressText } from "./job-text.ts";

const progress: Progress = {
  label: "Hashing",
  done: 128 * 2 ** 20,
  total: 2 ** 30,
  unit: "bytes",
  cancellable: true,
};

it("tells bytes, total and rate", () => {
  expect(progressText(progress, 500)).toBe("128 MiB of 1 GiB, 256 MiB/s");
});

it("leaves out what it does not know yet", () => {
  expect(progressText({ ...progress, total: null }, 500)).toBe("128 MiB, 256 MiB/s");
  expect(progressText(progress, 10)).toBe("128 MiB of 1 GiB");
  expect(progressText({ ...progress, done: 0 }, 5000)).toBe("0 bytes of 1 GiB");
});

it("counts entries without units", () => {
  expect(progressText({ ...progress, unit: "entries", done: 4096, total: 67108864 }, 999)).toBe(
    "4,096 of 67,108,864, 4,100/s",
  );
});

it("tells how long the rest takes, once a second has passed", () => {
  const left = (part: Partial<Progress>, elapsed: number) =>
    /[^,]* left$/.exec(progressText({ ...progress, ...part }, elapsed))?.[0] ?? null;
  const third = (seconds: number) => left({ done: 2 ** 20, total: 3 * 2 ** 20 }, seconds * 1000);
  expect(third(0.9)).toBeNull();
  expect(third(2)).toBe(" 4 s left");
  expect(third(21)).toBe(" 40 s left");
  expect(third(60)).toBe(" 2 min left");
  expect(third(3600)).toBe(" 2 h left");
  expect(left({ done: 2 ** 30 }, 5000)).toBeNull();
  expect(left({ total: null }, 5000)).toBeNull();
});
