import { expect, it } from "vitest";
import { ProblemList } from "./problem-list.ts";

it("keeps a problem once for each place", () => {
  const problems = new ProblemList();
  for (const node of [1, 2, 1]) problems.add("inode", "error", `Inode ${node} is damaged.`, { node });
  problems.add("inode", "error", "Inode 1 is damaged.", { node: 1, run: { offset: 512, length: 1 } });
  expect(problems.list().map(({ node, run }) => [node, run?.offset])).toEqual([
    [1, undefined],
    [2, undefined],
    [1, 512],
  ]);
});

it("counts what it leaves out, each once, and says so where it stops to count", () => {
  const problems = new ProblemList();
  const add = (nodes: number) => {
    for (let node = 0; node < nodes; node++) problems.add("inode", "error", "An inode is damaged.", { node });
  };
  add(200);
  expect(problems.list()).toHaveLength(200);
  add(203);
  add(203);
  expect(problems.list()).toHaveLength(201);
  expect(problems.list().at(-1)?.message).toBe("3 more problems are left out.");
  add(50_000);
  expect(problems.list().at(-1)?.message).toBe("At least 40,000 more problems are left out.");
});
