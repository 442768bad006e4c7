import { beforeAll, describe, expect, it } from "vitest";
import type { FileNode, FolderRows } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { diskOf } from "../../testing/engine/files/disk-of.ts";
import { MANY, storedImage } from "../../testing/fs/stored-image.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { folderRows } from "./folder-rows.ts";
import { OpenSystems } from "./open-systems.ts";
import { volumeList } from "./volume-list.ts";

beforeAll(loadCrc32c);

/** Reads of the file from its opening to the first folder, and for a page of 1,000 entries. */
const MOST = { first: 12, page: 20 };
const FOLDERS = 60;
const FILES = 1000;

/** Opens a disk with a volume anew, as the page does. */
function opened(file: MemoryStore) {
  const metered = new MeteredStore(file);
  const image = new OpenedImage(new CachedStore(metered));
  const opening = metered.reads;
  const systems = new OpenSystems();
  const of = { image, layer: image.best };
  const list = volumeList(systems.volumes(of), systems.readers);
  const { fs } = systems.system(of, list.first ?? "disk", null);
  return { metered, opening, fs };
}

/** The pages behind one, up to the end of the folder. */
function pagesBehind(fs: FileSystem, folder: FileNode | null, { next }: FolderRows): FolderRows[] {
  const pages: FolderRows[] = [];
  for (let cursor = next; cursor !== null; cursor = pages.at(-1)?.next ?? null)
    pages.push(folderRows(fs, folder, cursor, FILES));
  return pages;
}

const textOf = ({ rows }: FolderRows) => rows.map(({ name }) => name.text);

describe.each(MANY)("%s", (name) => {
  let file = new MemoryStore(0);
  beforeAll(() => {
    file = diskOf(storedImage(name).store).store;
  });

  it("shows its first folder in few reads, and lists the rest of it behind", () => {
    const { metered, opening, fs } = opened(file);
    const first = folderRows(fs, null, null, FILES);
    expect(metered.reads - opening).toBeLessThanOrEqual(MOST.first);
    expect(first.rows.length).toBeGreaterThan(0);
    const rest = pagesBehind(fs, null, first);
    const names = [first, ...rest].flatMap(textOf).filter((each) => each.startsWith("folder-"));
    expect(names.toSorted()).toEqual(
      Array.from({ length: FOLDERS }, (_, nth) => `folder-${nth + 1}`).toSorted(),
    );
    for (const { rows } of [first, ...rest])
      for (const { stat } of rows) expect(stat?.kind).toBe("directory");
  });

  it("shows a page of 1,000 entries in few reads", () => {
    const before = opened(file);
    const folder = before.fs.lookup(before.fs.root, new TextEncoder().encode("page"));
    if (folder === null) throw new Error("no folder");
    // Anew, so that nothing of it was read.
    const { metered, fs } = opened(file);
    const since = metered.reads;
    const page = folderRows(fs, folder, null, FILES);
    expect(metered.reads - since).toBeLessThanOrEqual(MOST.page);
    expect(page.rows).toHaveLength(FILES);
    expect(page.problems).toEqual([]);
    expect(new Set(textOf(page)).size).toBe(FILES);
    for (const { stat } of page.rows) expect(stat).toMatchObject({ kind: "file", size: 0 });
  });
});
