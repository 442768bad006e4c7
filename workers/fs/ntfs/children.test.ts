import { expect, it } from "vitest";
import { runSteps } from "../../bytes/steps.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { ntfsImage } from "../../testing/fs/ntfs/image.ts";
import { ProblemList } from "../common/problem-list.ts";
import { Children } from "./children.ts";
import { readGeometry } from "./geometry.ts";
import { openMft } from "./mft.ts";

const ROOT = 5;
const volume = new MemoryStore(ntfsImage("small").bytes);
const geometry = readGeometry(volume);
const mft = geometry === null ? null : openMft(volume, geometry, new ProblemList());

it("says that names were left out, and only then", () => {
  if (mft === null) throw new Error("not opened");
  const all = runSteps(Children.sweep(mft));
  expect(all.isCut).toBe(false);
  expect(all.of(ROOT).length).toBeGreaterThan(10);
  const some = runSteps(Children.sweep(mft, 3));
  expect(some.isCut).toBe(true);
  expect(some.of(ROOT).length).toBeLessThanOrEqual(3);
});
