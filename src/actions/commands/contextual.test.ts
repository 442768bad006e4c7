import { expect, it } from "vitest";
import { handlerOf, provide } from "./contextual.ts";

it("asks the latest registration that knows the name", () => {
  const calls: string[] = [];
  const dropScreen = provide({
    find: () => void calls.push("screen"),
    "next-field": () => void calls.push("field"),
  });
  const dropPane = provide({ find: () => void calls.push("pane") });
  void handlerOf("find")?.();
  void handlerOf("next-field")?.();
  dropPane();
  void handlerOf("find")?.();
  dropScreen();
  expect(calls).toEqual(["pane", "field", "screen"]);
  expect(handlerOf("find")).toBeNull();
});

it("can be taken away out of order", () => {
  const dropFirst = provide({ find: () => undefined });
  const second = () => undefined;
  const dropSecond = provide({ find: second });
  dropFirst();
  expect(handlerOf("find")).toBe(second);
  dropSecond();
  dropSecond();
  expect(handlerOf("find")).toBeNull();
});
