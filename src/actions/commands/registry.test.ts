import { afterEach, expect, it } from "vitest";
import type { ActionId, NextActionId } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { EXPORT_ACTIONS } from "./export-actions.ts";
import { FILE_ACTIONS } from "./file-actions.ts";
import { GO_ACTIONS } from "./go-actions.ts";
import { type Action, addActions, allActions, findAction, isAvailable, runAction } from "./registry.ts";
import { VIEW_ACTIONS } from "./view-actions.ts";

const EVERY = [...FILE_ACTIONS, ...GO_ACTIONS, ...VIEW_ACTIONS, ...EXPORT_ACTIONS];

function action(id: ActionId, part: Partial<Action> = {}): Action {
  return { id, title: id, group: "Go", run: () => undefined, ...part };
}

let drop: () => void = () => undefined;
afterEach(() => drop());

it("no key and no title means two things", () => {
  const keys = EVERY.flatMap((each) => each.keys ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBeGreaterThan(20);
  const titles = EVERY.map((each) => each.title);
  expect(new Set(titles).size).toBe(titles.length);
});

it("has what a verdict may propose", () => {
  const proposed: Readonly<Record<NextActionId, true>> = {
    "file.open": true,
    "finding.next": true,
    "image.read-anyway": true,
    "screen.overview": true,
    "screen.structure": true,
    "screen.map": true,
    "screen.log": true,
    "screen.compare": true,
    "screen.disk": true,
    "screen.files": true,
    "screen.export": true,
  };
  expect(EVERY.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(proposed)));
});

it("refuses a second action of the same id", () => {
  drop = addActions(EVERY);
  expect(() => addActions([action("file.open")])).toThrow("file.open");
});

it("lists actions by group and forgets them when they are taken away", () => {
  drop = addActions([
    action("help.shortcuts", { group: "Help" }),
    action("file.open", { group: "File" }),
    action("go.to"),
  ]);
  expect(allActions().map((each) => each.id)).toEqual(["file.open", "go.to", "help.shortcuts"]);
  drop();
  expect(findAction("file.open")).toBeNull();
});

it("without a file only what needs none is offered", () => {
  const state = useStore.getState();
  const offered = EVERY.filter((each) => isAvailable(each, state)).map((each) => each.id);
  expect(offered).toContain("file.open");
  expect(offered).toContain("help.shortcuts");
  expect(offered).not.toContain("export.raw");
  expect(offered).not.toContain("field.next");
});

it("runs only what makes sense now, and tells what goes wrong", async () => {
  let runs = 0;
  const fails = () => Promise.reject(new Error("no luck"));
  drop = addActions([
    action("file.open", { run: () => void (runs += 1) }),
    action("file.close", { when: () => false, run: () => void (runs += 1) }),
    action("file.retry", { title: "Try it", run: fails }),
  ]);
  await runAction("file.open");
  await runAction("file.close");
  await runAction("file.add");
  await runAction("file.retry");
  expect(runs).toBe(1);
  // Not one of the engine's errors, so a mistake, and said to be one.
  expect(useStore.getState().notices.map((notice) => notice.text)).toEqual([
    "Try it: Platter made a mistake. no luck",
  ]);
});
