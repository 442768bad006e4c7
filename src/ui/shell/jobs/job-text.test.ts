import { expect, it } from "vitest";
import { progressText } from "./job-text.ts";

const progress = {
  label: "Hashing",
  done: 128 * 2 ** 20,
  total: 2 ** 30,
  unit: "bytes",
  cancellable: true,
} as const;

it("tells bytes, total and rate", () => {
  expect(progressText(progress, 500)).toBe("128 MiB of 1 GiB, 256 MiB/s");
});

it("leaves out what it does not know yet", () => {
  expect(progressText({ ...progress, total: null }, 500)).toBe("128 MiB, 256 MiB/s");
  expect(progressText(progress, 10)).toBe("128 MiB of 1 GiB");
  expect(progressText({ ...progress, done: 0 }, 5000)).toBe("0 bytes of 1 GiB");
});

it("counts entries without units", () => {
  expect(progressText({ ...progress, unit: "entries", done: 4096, total: 67108864 }, 1000)).toBe(
    "4,096 of 67,108,864, 4,096/s",
  );
});
