import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { EditAction, FileNotes } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { keptApi } from "../session/kept.ts";
import { OpenFiles } from "../session/open-files.ts";
import { FakeDirectory } from "../../testing/engine/fake-directory.ts";
import { Keeper } from "./keeper.ts";

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
  await new Keeper().saveEdits(store, ACTIONS);
  expect(await new Keeper().loadEdits(store)).toEqual({ value: ACTIONS, problem: null });
});

it("are left out with a sentence where the storage is damaged", async () => {
  await new Keeper().saveEdits(store, ACTIONS);
  const { entries } = await keptFolder();
  entries.set("1", new Uint8Array(3));
  expect(await new Keeper().loadEdits(store)).toEqual({
    value: ACTIONS.slice(0, 1),
    problem: expect.stringMatching(
      /^Some of the pending changes .* can't be read and are left out, with those that followed: /,
    ),
  });
  entries.set("0", new Uint8Array(300).fill(0xff));
  expect(await new Keeper().loadEdits(store)).toEqual({
    value: [],
    problem: expect.stringMatching(/^The pending changes .* can't be read and are left out: /),
  });
});

it("opens a file all the same, and says so of it", async () => {
  const file = new File([new Uint8Array(1 << 20)], "disk.vhdx");
  const source = { kind: "file", file } as const;
  const before = await new OpenFiles().openWithKept(source);
  await new Keeper().saveEdits(before.image.store, ACTIONS);
  (await keptFolder()).entries.set("0", new TextEncoder().encode("no action"));
  const opened = await new OpenFiles().openWithKept(source);
  expect(opened.kept).toEqual([]);
  expect(opened.keepProblem).toMatch(/^The pending changes .* can't be read/);
});

const DIGESTS = {
  computedAt: "2026-11-30T19:20:00.000Z",
  source: { sha256: "a1".repeat(32), sha1: "b2".repeat(20), md5: "c3".repeat(16) },
  sourceAtEnd: { sha256: "a1".repeat(32) },
  layerFile: { sha256: "a1".repeat(32) },
  virtualDisk: { sha256: null, sparseSha256: null },
};
const NOTES: FileNotes = {
  bookmarks: [{ id: 1, space: "file", offset: 65536, length: 0, note: "ünï" }],
  digests: { layer: { name: "original", upTo: null }, values: DIGESTS },
};

describe("bookmarks and digests", () => {
  const source = (lastModified: number) =>
    ({ kind: "file", file: new File([new Uint8Array(1 << 20)], "disk.vhdx", { lastModified }) }) as const;
  /** The engine's part of one visit. */
  async function visit(lastModified = 5) {
    const files = new OpenFiles();
    const id = files.add(await files.openWithKept(source(lastModified)));
    return { files, id, kept: keptApi(files), notes: files.get(id).notes };
  }
  const folder = () => storage.getDirectoryHandle("notes");

  it("are there at the next visit", async () => {
    const { kept, id } = await visit();
    expect(await kept.saveNotes(id, NOTES)).toBeNull();
    expect((await visit()).notes).toEqual(NOTES);
    expect(await kept.list()).toMatchObject({ edits: { files: 0 }, notes: { files: 1 } });
  });

  it("leave digests behind once the file has another time stamp, and say so", async () => {
    const { kept, id } = await visit();
    await kept.saveNotes(id, NOTES);
    const { files, id: again, notes } = await visit(6);
    expect(notes).toEqual({ ...NOTES, digests: null });
    expect(files.get(again)).toMatchObject({
      notesProblem: null,
      notesLost: {
        why: "outdated",
        text: expect.stringMatching(/^The hashes of an earlier visit are left out/),
      },
    });
  });

  it("leave digests of changes that are not there at the next visit behind", async () => {
    const { kept, id } = await visit();
    await kept.saveNotes(id, {
      ...NOTES,
      digests: { layer: { name: "edited", upTo: null }, values: DIGESTS },
    });
    expect((await visit()).notes).toEqual({ ...NOTES, digests: null });
  });

  it("are forgotten on demand and leave no file, without the pending changes", async () => {
    const { files, kept, id } = await visit();
    await files.keeper.saveEdits(files.get(id).image.store, ACTIONS);
    await kept.saveNotes(id, NOTES);
    await kept.forgetAll("notes");
    expect((await visit()).notes).toEqual({ bookmarks: [], digests: null });
    expect(await kept.list()).toMatchObject({ edits: { files: 1 }, notes: { files: 0 } });
    await kept.saveNotes(id, NOTES);
    await kept.saveNotes(id, { bookmarks: [], digests: null });
    expect((await folder()).entries.size).toBe(0);
  });

  it("are not kept in a private session, which forgets earlier ones", async () => {
    const { kept, id } = await visit();
    await kept.saveNotes(id, NOTES);
    await kept.setPrivate(true);
    expect(await kept.saveNotes(id, NOTES)).toBeNull();
    expect(await kept.list()).toMatchObject({ notes: { files: 0 } });
  });

  it("say that there is no room", async () => {
    const { kept, id } = await visit();
    vi.spyOn(storage, "getDirectoryHandle").mockRejectedValue(new DOMException("", "QuotaExceededError"));
    expect(await kept.saveNotes(id, NOTES)).toMatch(
      /^The browser's storage for this page is full, so bookmarks and hashes would not survive/,
    );
  });

  it("are checked when they are read back: what is damaged is left out, and that is said", async () => {
    const { kept, id } = await visit();
    await kept.saveNotes(id, NOTES);
    const { entries } = await folder();
    const [name] = entries.keys();
    if (name === undefined) throw new Error("nothing kept");
    const text = new TextDecoder().decode(entries.get(name) as Uint8Array);
    const damaged = async (changed: string) => {
      entries.set(name, new TextEncoder().encode(changed));
      const { files, id: again, notes } = await visit();
      return { notes, problem: files.get(again).notesLost?.text };
    };
    for (const [from, to] of [
      ['"space":"file"', '"space":"log"'],
      ['"offset":65536', '"offset":-1'],
      ['"offset":65536', '"offset":1e300'],
      ['"note":"ünï"', '"note":7'],
    ] as const) {
      expect(text).toContain(from);
      expect(await damaged(text.replace(from, to))).toEqual({
        notes: { ...NOTES, bookmarks: [] },
        problem: expect.stringMatching(
          /^Some of the bookmarks and hashes .* can't be read and are left out:/,
        ),
      });
    }
    for (const [from, to] of [
      ['"name":"original"', '"name":"edited"'],
      ["a1a1", "A1a1"],
      ['"md5"', '"md6"'],
      ['"computedAt":"2026', '"computedAt":"x'],
    ] as const) {
      expect(text).toContain(from);
      expect((await damaged(text.replace(from, to))).notes).toEqual({ ...NOTES, digests: null });
    }
    for (const broken of [
      "",
      "no notes",
      "[]",
      text.slice(0, -9),
      text.replace('"version":1', '"version":2'),
    ])
      expect(await damaged(broken)).toEqual({
        notes: { bookmarks: [], digests: null },
        problem: expect.stringMatching(/^The bookmarks and hashes .* can't be read and are left out:/),
      });
  });
});
