import { beforeEach, expect, it } from "vitest";
import { newView } from "../../state/files.ts";
import { useStore } from "../../state/store.ts";
import { addFile, showFile } from "./files.ts";
import { imageSummary } from "./image-summary.fixture.ts";
import { wouldLose } from "./leaving.ts";

const FACTS = { virtualSize: 2 ** 30, sectorSize: 512, payloadBlocks: 32, batEntries: 32 };
const MARK = { space: "file", offset: 0, length: 0, note: "" } as const;

function add(id: string, part: { readonly inPlace?: boolean; readonly notesProblem?: string } = {}): void {
  const source = { kind: "working", name: "disk" } as const;
  const summary = { ...imageSummary(FACTS), id, ...part };
  addFile({ id, left: newView(source, null, summary, { bookmarks: [], digests: null }) });
}

beforeEach(async () => {
  useStore.setState(useStore.getInitialState());
  add("child");
  add("parent");
  await showFile("child");
});

const loses = () => wouldLose(useStore.getState());

it("loses nothing of files that were looked at, and bookmarks that are kept", () => {
  expect(loses()).toBe(false);
  useStore.getState().addBookmark(MARK);
  expect(loses()).toBe(false);
});

it("loses pending changes, of a file that is not shown too", async () => {
  const done = [{ id: 1, sentence: "", loss: null, bytes: 1 }] as never;
  useStore.getState().setChanges({ done, undone: [], touched: 1, fileSize: 1 });
  expect(loses()).toBe(true);
  await showFile("parent");
  expect(loses()).toBe(true);
});

it("loses bookmarks of a private session, of a working disk, and where there is no room", async () => {
  useStore.getState().addBookmark(MARK);
  useStore.getState().setPrivateSession(true);
  expect(loses()).toBe(true);
  useStore.getState().setPrivateSession(false);
  for (const part of [{ inPlace: true }, { notesProblem: "No room." }]) {
    const id = JSON.stringify(part);
    add(id, part);
    // oxlint-disable-next-line no-await-in-loop
    await showFile(id);
    expect(loses()).toBe(false);
    useStore.getState().addBookmark(MARK);
    expect(loses()).toBe(true);
    useStore.getState().removeBookmark(1);
  }
});

it("loses a file that is being written, but nothing of a check", () => {
  useStore.getState().addJob("1", null, "Checking", { locksEdits: false, makesFile: false });
  expect(loses()).toBe(false);
  useStore.getState().addJob("2", null, "Export raw disk", { locksEdits: false, makesFile: true });
  expect(loses()).toBe(true);
  useStore.getState().removeJob("2");
  expect(loses()).toBe(false);
});
