import { describe, expect, it } from "vitest";
import { Turns } from "./turns.ts";

/** Changed blocks of a disk, and a cursor that needs a while to get from one to the next. */
function walk(blocks: readonly number[], from: number) {
  const place = { block: from };
  const visited: number[] = [];
  const step = (direction: 1 | -1) => async () => {
    const { block } = place;
    await new Promise((resolve) => setTimeout(resolve, 1));
    const to =
      direction === 1 ? blocks.find((each) => each > block) : blocks.findLast((each) => each < block);
    if (to === undefined) return;
    place.block = to;
    visited.push(to);
  };
  return { visited, step };
}

describe("Turns", () => {
  it("counts each press that comes while a step is under way", async () => {
    const { visited, step } = walk([2, 5, 7, 9], 9);
    const turns = new Turns();
    await Promise.all([turns.run(step(-1)), turns.run(step(-1))]);
    expect(visited).toEqual([7, 5]);
    await Promise.all([turns.run(step(1)), turns.run(step(1)), turns.run(step(-1))]);
    expect(visited).toEqual([7, 5, 7, 9, 7]);
  });

  it("goes on after a press that led nowhere", async () => {
    const { visited, step } = walk([2, 5], 5);
    const turns = new Turns();
    await Promise.all([turns.run(step(1)), turns.run(step(-1))]);
    expect(visited).toEqual([2]);
  });

  it("goes on after a step that failed", async () => {
    const { visited, step } = walk([2, 5], 5);
    const turns = new Turns();
    const failing = turns.run(() => Promise.reject(new Error("no such file")));
    const next = turns.run(step(-1));
    await expect(failing).rejects.toThrow("no such file");
    await next;
    expect(visited).toEqual([2]);
  });

  it("drops steps that wait, and runs new ones", async () => {
    const { visited, step } = walk([2, 5, 7, 9], 9);
    const turns = new Turns();
    const waiting = [turns.run(step(-1)), turns.run(step(-1))];
    turns.drop();
    await Promise.all(waiting);
    expect(visited).toEqual([]);
    await turns.run(step(-1));
    expect(visited).toEqual([7]);
  });
});
