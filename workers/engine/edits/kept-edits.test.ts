import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { EditAction } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { OpenFiles } from "../session/open-files.ts";
import { FakeDirectory } from "../../testing/engine/fake-directory.ts";
import { EditKeeper } from "./kept-edits.ts";

const ACTIONS: readonly EditAction[] = [
  { kind: "write", space: "file", offset: 0, bytes: Uint8Array.of(1) },
  { kind: "zero", offset: 512, length: 512 },
];
const store = new MemoryStore(new Uint8Array(1 << 20));

beforeAll(loadCrc32c);

let storage: FakeDirectory;
beforeEach(() => {
  storage = new FakeDirectory();
  vi.stubGlobal("navigator", { storage: { getDirectory: async () => storage.handle } });
});
afterEach(() => vi.unstubAllGlobals());

/** The one folder of actions that is kept. */
async function keptFolder(): Promise<FakeDirectory> {
  const [folder] = (await storage.getDirectoryHandle("pending-edits")).entries.values();
  return folder as FakeDirectory;
}

it("are there at the next visit", async () => {
  await new EditKeeper().save(store, ACTIONS);
  expect(await new EditKeeper().load(store)).toEqual({ actions: ACTIONS, problem: null });
});

it("are left out with a sentence where the storage is damaged", async () => {
  await new EditKeeper().save(store, ACTIONS);
  const { entries } = await keptFolder();
  entries.set("1", new Uint8Array(3));
  expect(await new EditKeeper().load(store)).toEqual({
    actions: ACTIONS.slice(0, 1),
    problem: expect.stringMatching(
      /^Some of the pending changes .* can't be read and are left out, with those that followed: /,
    ),
  });
  entries.set("0", new Uint8Array(300).fill(0xff));
  expect(await new EditKeeper().load(store)).toEqual({
    actions: [],
    problem: expect.stringMatching(/^The pending changes .* can't be read and are left out: /),
  });
});

it("opens a file all the same, and says so of it", async () => {
  const file = new File([new Uint8Array(1 << 20)], "disk.vhdx");
  const source = { kind: "file", file } as const;
  const before = await new OpenFiles().openWithKept(source);
  await new EditKeeper().save(before.image.store, ACTIONS);
  (await keptFolder()).entries.set("0", new TextEncoder().encode("no action"));
  const opened = await new OpenFiles().openWithKept(source);
  expect(opened.kept).toEqual([]);
  expect(opened.keepProblem).toMatch(/^The pending changes .* can't be read/);
});
