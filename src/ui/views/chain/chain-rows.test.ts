import { describe, expect, it } from "vitest";
import type { ChainNode } from "../../../../workers/api/index.ts";
import { chainNode, chainParent, forestOf } from "../../../actions/files/chain.fixture.ts";
import { chainRows, isChain, splitForest } from "./chain-rows.ts";

const base = chainNode("base");
const one = chainNode("one", chainParent({ id: "base" }));
const other = chainNode("other", chainParent({ id: "base" }));
const orphan = chainNode("orphan", chainParent());

const said = (...nodes: readonly ChainNode[]) =>
  chainRows(forestOf(...nodes)).map((row) => [
    row.level,
    row.kind === "file" ? row.node.id : `missing ${row.parent.name}`,
  ]);

describe("chainRows", () => {
  it("goes from a child down to its oldest ancestor", () => {
    const top = chainNode("top", chainParent({ id: "one" }));
    expect(said(base, one, top)).toEqual([
      [1, "top"],
      [2, "one"],
      [3, "base"],
    ]);
  });

  it("tells a parent of two children under each, by keys of their own", () => {
    expect(said(base, one, other)).toEqual([
      [1, "one"],
      [2, "base"],
      [1, "other"],
      [2, "base"],
    ]);
    const keys = chainRows(forestOf(base, one, other)).map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
  });

  it("ends with the parent that is missing", () => {
    expect(said(orphan)).toEqual([
      [1, "orphan"],
      [2, "missing base.vhdx"],
    ]);
  });

  it("says which child stands above a parent", () => {
    const [, parent] = chainRows(forestOf(base, one));
    expect(parent).toMatchObject({ kind: "file", child: { id: "one" } });
  });
});

it("separates the chain of a file from files that have nothing to do with it", () => {
  const forest = forestOf(base, one, other, orphan, chainNode("alone"));
  const ids = (shown: string) => {
    const { chain, others } = splitForest(forest, shown);
    return [chain.nodes.map(({ id }) => id), others.nodes.map(({ id }) => id)];
  };
  const family = ["base", "one", "other"];
  for (const shown of family) expect(ids(shown)).toEqual([family, ["orphan", "alone"]]);
  expect(ids("orphan")).toEqual([["orphan"], [...family, "alone"]]);
  const { chain, others } = splitForest(forest, "alone");
  expect([chain.leaves, others.leaves, others.missing.length]).toEqual([
    ["alone"],
    ["one", "other", "orphan"],
    1,
  ]);
});

it("a disk alone that needs no other is no chain", () => {
  expect(isChain(forestOf(base))).toBe(false);
  expect(isChain(forestOf(orphan))).toBe(true);
  expect(isChain(forestOf(base, chainNode("unrelated")))).toBe(true);
  expect(isChain(null)).toBe(false);
});
