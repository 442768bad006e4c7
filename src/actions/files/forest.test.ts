import { describe, expect, it } from "vitest";
import { chainNode, chainParent, forestOf } from "./chain.fixture.ts";
import { ancestorsOf, fileToShow } from "./forest.ts";

const top = chainNode("top", chainParent({ id: "middle" }));
const middle = chainNode("middle", chainParent({ id: "base" }));
const base = chainNode("base");
const forest = forestOf(base, middle, top, chainNode("other"));

describe("ancestorsOf", () => {
  it("goes up to the oldest", () => {
    expect(ancestorsOf(forest, "top")).toEqual(["middle", "base"]);
    expect(ancestorsOf(forest, "base")).toEqual([]);
  });

  it("ends in a circle too", () => {
    const circle = forestOf(
      chainNode("a", chainParent({ id: "b" })),
      chainNode("b", chainParent({ id: "a" })),
    );
    expect(ancestorsOf(circle, "a")).toEqual(["b", "a"]);
  });
});

describe("fileToShow", () => {
  it("shows a child before its parents, whatever the order of the files", () => {
    expect(fileToShow(forest, ["base", "middle", "top"], null)).toBe("top");
  });

  it("stays where only parents of the shown file came", () => {
    expect(fileToShow(forest, ["middle", "base"], "top")).toBeNull();
  });

  it("leaves a parent for its child, and for a file that has nothing to do with it", () => {
    expect(fileToShow(forest, ["top"], "base")).toBe("top");
    expect(fileToShow(forest, ["other"], "top")).toBe("other");
  });

  it("shows a disk before a file that is none", () => {
    const notes = { ...chainNode("notes"), outcome: "not-vhdx" } as const;
    expect(fileToShow(forestOf(notes, base), ["notes", "base"], null)).toBe("base");
    expect(fileToShow(forestOf(notes), ["notes"], null)).toBe("notes");
  });
});
