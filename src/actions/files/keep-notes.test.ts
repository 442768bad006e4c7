import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FileNotes, ImageId, ImageSource } from "../../../workers/api/index.ts";
import { newView } from "../../state/files.ts";
import { useStore } from "../../state/store.ts";
import { addFile, dropFile, showFile, updateFile } from "./files.ts";
import { imageSummary } from "./image-summary.fixture.ts";
import { keepNotes } from "./keep-notes.ts";

const FACTS = { virtualSize: 2 ** 30, sectorSize: 512, payloadBlocks: 32, batEntries: 32 };
const source: ImageSource = { kind: "working", name: "disk" };
const MARK = { space: "disk", offset: 512, length: 0, note: "" } as const;
const KEPT: FileNotes = { bookmarks: [{ ...MARK, id: 1 }], digests: null };

/** Saves that have begun, and how to end the last one. */
let saved: (readonly [ImageId, FileNotes])[];
let finish: (problem: string | null) => void;
let end: () => void;

beforeEach(async () => {
  useStore.setState(useStore.getInitialState());
  saved = [];
  end = keepNotes((id, notes) => {
    saved.push([id, notes]);
    return new Promise((resolve) => {
      finish = resolve;
    });
  });
  for (const id of ["child", "parent"])
    addFile({ id, left: newView(source, null, { ...imageSummary(FACTS), id }, KEPT) });
  await showFile("child");
});
afterEach(() => end());

const notes = (id: ImageId) =>
  saved.filter(([of]) => of === id).map(([, { bookmarks }]) => bookmarks.map(({ note }) => note));

it("stores nothing of a file that was just opened, or is shown again", async () => {
  await showFile("parent");
  await showFile("child");
  expect(useStore.getState().bookmarks).toEqual(KEPT.bookmarks);
  expect(saved).toEqual([]);
});

it("stores each change, and of those made during a save the last alone", async () => {
  const { addBookmark, setBookmarkNote } = useStore.getState();
  addBookmark(MARK);
  for (const note of ["a", "ab", "abc"]) setBookmarkNote(2, note);
  expect(notes("child")).toEqual([["", ""]]);
  finish(null);
  await vi.waitFor(() => expect(notes("child")).toHaveLength(2));
  finish(null);
  expect(notes("child")[1]).toEqual(["", "abc"]);
});

it("stores what came to a file that is not shown any more", async () => {
  const layer = { name: "original", upTo: null } as const;
  updateFile("parent", { digests: { layer, values: { computedAt: "x" } as never } });
  expect(saved).toMatchObject([["parent", { digests: { values: { computedAt: "x" } } }]]);
});

it("shows why it could not, until it can", async () => {
  useStore.getState().addBookmark(MARK);
  finish("No room.");
  await vi.waitFor(() => expect(useStore.getState().summary?.notesProblem).toBe("No room."));
  useStore.getState().addBookmark(MARK);
  await vi.waitFor(() => expect(saved).toHaveLength(2));
  finish(null);
  await vi.waitFor(() => expect(useStore.getState().summary?.notesProblem).toBeNull());
});

it("does not take the notes of a closed file for deleted", async () => {
  dropFile("child");
  expect(saved).toEqual([]);
});
