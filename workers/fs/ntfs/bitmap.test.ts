import { expect, it } from "vitest";
import { runSteps } from "../../bytes/steps.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { ProblemList } from "../common/problem-list.ts";
import { ClusterBitmap } from "./bitmap.ts";
import type { Geometry } from "./geometry.ts";

const CLUSTER = 4096;

function freeOf(bitmap: Uint8Array<ArrayBuffer>, clusters = bitmap.length * 8) {
  const size = clusters * CLUSTER + 512;
  const geometry = { clusterSize: CLUSTER, sectorSize: 512, size } as Geometry;
  const problems = new ProblemList();
  const free = runSteps(new ClusterBitmap(new MemoryStore(bitmap), geometry).free(problems));
  return { ...free, codes: problems.list().map(({ code }) => code) };
}

it("joins free clusters", () => {
  const { runs, isComplete, codes } = freeOf(Uint8Array.of(0xff, 0x0f, 0x00, 0xfe));
  expect(runs).toEqual([{ offset: 12 * CLUSTER, length: 13 * CLUSTER }]);
  expect(isComplete).toBe(true);
  expect(codes).toEqual([]);
});

it("keeps a bounded number of runs, and says so", () => {
  const { runs, isComplete, codes } = freeOf(new Uint8Array(256 * 1024).fill(0x55));
  expect(runs).toHaveLength(1_000_000);
  expect(isComplete).toBe(false);
  expect(codes).toEqual(["free-space-coarse"]);
});

it("does not know of clusters that a bitmap which ends early has no bits for", () => {
  expect(freeOf(Uint8Array.of(0xff, 0x0f), 17)).toMatchObject({ isComplete: false });
});

it("tells how far clusters are free, or used", () => {
  const geometry = { clusterSize: CLUSTER, sectorSize: 512, size: 33 * CLUSTER } as Geometry;
  const bitmap = new ClusterBitmap(new MemoryStore(Uint8Array.of(0xff, 0x0f, 0x00, 0xfe)), geometry);
  expect(bitmap.stretch(2, 100)).toEqual({ isFree: false, count: 10 });
  expect(bitmap.stretch(2, 4)).toEqual({ isFree: false, count: 4 });
  expect(bitmap.stretch(14, 100)).toEqual({ isFree: true, count: 11 });
  // What the bitmap does not reach is not free.
  expect(bitmap.stretch(25, 100)).toEqual({ isFree: false, count: 7 });
  expect(bitmap.stretch(1000, 5)).toEqual({ isFree: false, count: 5 });
});
