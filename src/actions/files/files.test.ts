import { beforeEach, expect, it } from "vitest";
import type { ImageSource, ImageSummary } from "../../../workers/api/index.ts";
import { newView, openViews } from "../../state/files.ts";
import { useStore } from "../../state/store.ts";
import { addFile, dropFile, showFile, updateFile } from "./files.ts";
import { imageSummary } from "./image-summary.fixture.ts";
import { takeSummary } from "../engine/take-summary.ts";

const FACTS = { virtualSize: 2 ** 30, sectorSize: 512, payloadBlocks: 32, batEntries: 32 };
const NO_NOTES = { bookmarks: [], digests: null };
const source: ImageSource = { kind: "working", name: "disk" };
const summary = (id: string): ImageSummary => ({ ...imageSummary(FACTS), id, name: `${id}.vhdx` });

beforeEach(async () => {
  useStore.setState(useStore.getInitialState());
  for (const id of ["child", "parent"]) addFile({ id, left: newView(source, null, summary(id), NO_NOTES) });
  await showFile("child");
});

const shown = () => useStore.getState();

it("keeps each file's layer, place and changes while another is shown", async () => {
  shown().setLayer("replayed");
  shown().setPlace({ node: "header/1", disk: { offset: 512, length: 16 } });
  shown().setChanges({ done: [], undone: [], touched: 3, fileSize: 4 });
  shown().addBookmark({ space: "disk", offset: 0, length: 1, note: "here" });
  await showFile("parent");
  expect(shown()).toMatchObject({ layer: "original", node: null, changes: null, bookmarks: [] });
  await showFile("child");
  expect(shown()).toMatchObject({
    summary: { id: "child" },
    layer: "replayed",
    node: "header/1",
    disk: { offset: 512, length: 16 },
    changes: { touched: 3 },
    bookmarks: [{ note: "here" }],
  });
});

it("asks all views anew when another file is shown", async () => {
  const { revision } = shown();
  await showFile("parent");
  expect(shown().revision).toBeGreaterThan(revision);
});

it("changes what belongs to a file, shown or not", async () => {
  updateFile("parent", { written: 7 });
  takeSummary({ ...summary("parent"), outcome: "needs-replay", defaultLayer: "replayed" });
  updateFile("gone", { written: 9 });
  expect(shown()).toMatchObject({ written: 0, layer: "original", summary: { id: "child" } });
  await showFile("parent");
  expect(shown()).toMatchObject({ written: 7, layer: "replayed", summary: { outcome: "needs-replay" } });
});

it("tells the shown file as it is now among all", () => {
  updateFile("child", { written: 5 });
  expect(openViews(shown()).map(({ written }) => written)).toEqual([5, 0]);
});

it("shows another file when one is closed, and nothing after the last", () => {
  dropFile("parent");
  expect(shown()).toMatchObject({ summary: { id: "child" }, files: [{ id: "child" }] });
  dropFile("child");
  expect(shown()).toMatchObject({ status: "empty", summary: null, files: [] });
});

it("stays where the original is being replaced", async () => {
  shown().setReplacing("running");
  await showFile("parent");
  expect(shown().summary?.id).toBe("child");
});
