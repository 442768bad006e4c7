import { afterEach, expect, it, vi } from "vitest";
import { openLaunches } from "./launched.ts";

afterEach(() => vi.unstubAllGlobals());

type Launch = (launch: { readonly files?: readonly unknown[] }) => void;

/** The page's consumer of launches, and what it opened. */
function started(open: (names: readonly string[]) => Promise<void>): Launch {
  let consumer: Launch | null = null;
  vi.stubGlobal("launchQueue", { setConsumer: (taken: Launch) => (consumer = taken) });
  openLaunches((files) => open(files.map(({ name }) => name)));
  if (consumer === null) throw new Error("nobody takes launches");
  return consumer;
}

const handle = (name: string) => ({ kind: "file", name });
const turn = () => new Promise((resolve) => setTimeout(resolve));

it("opens one launch after the other, and nothing for a launch without files", async () => {
  const opened: (readonly string[])[] = [];
  let finish = () => {};
  const launch = started((names) => {
    opened.push(names);
    return new Promise((resolve) => (finish = resolve));
  });
  launch({ files: [] });
  launch({});
  launch({ files: [handle("a.vhdx"), handle("b.vhdx")] });
  launch({ files: [handle("a.vhdx")] });
  await turn();
  expect(opened).toEqual([["a.vhdx", "b.vhdx"]]);
  finish();
  await turn();
  expect(opened).toEqual([["a.vhdx", "b.vhdx"], ["a.vhdx"]]);
});

it("goes on after a launch that failed", async () => {
  const opened: (readonly string[])[] = [];
  const launch = started(async (names) => {
    opened.push(names);
    if (opened.length === 1) throw new Error("planted");
  });
  launch({ files: [handle("a.vhdx")] });
  launch({ files: [handle("b.vhdx")] });
  await turn();
  await turn();
  expect(opened).toEqual([["a.vhdx"], ["b.vhdx"]]);
});

it("does without in a browser that launches no files", () => {
  vi.stubGlobal("launchQueue", undefined);
  expect(() => openLaunches()).not.toThrow();
});
