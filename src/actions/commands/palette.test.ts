import { describe, expect, it } from "vitest";
import { fit, matchingActions } from "./palette.ts";
import type { Action } from "./registry.ts";

describe("fit", () => {
  it("wants every word somewhere", () => {
    expect(fit("export raw", "Export raw disk")).not.toBeNull();
    expect(fit("raw exp", "Export raw disk")).not.toBeNull();
    expect(fit("export tape", "Export raw disk")).toBeNull();
    expect(fit("", "Export raw disk")).toBe(0);
  });

  it("prefers the beginning, then beginnings of words", () => {
    const scores = ["Raw disk", "Export raw disk", "Unthrawed"].map((title) => fit("raw", title) ?? -1);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(3);
  });

  it("takes signs for themselves", () => {
    expect(fit("(json", "Export report (JSON)")).not.toBeNull();
    expect(fit(".*", "Export report (JSON)")).toBeNull();
  });
});

it("matchingActions finds by group as well and keeps the order of equals", () => {
  const action = (title: string, group: Action["group"]): Action => ({
    id: "go.to",
    title,
    group,
    run: () => undefined,
  });
  const all = [action("Overview", "View"), action("Next finding", "Go"), action("Log", "View")];
  expect(matchingActions("", all).map((each) => each.title)).toEqual(["Overview", "Next finding", "Log"]);
  expect(matchingActions("view", all).map((each) => each.title)).toEqual(["Log", "Overview"]);
  expect(matchingActions("nothing", all)).toEqual([]);
});
