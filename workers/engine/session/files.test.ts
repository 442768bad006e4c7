import { beforeAll, describe, expect, it } from "vitest";
import type { FilesAt, JobPort } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import type { KnownReader } from "../../fs/readers.ts";
import type { MemoryStore } from "../../store/memory-store.ts";
import { diskOf, openFileOf } from "../../testing/engine/files/disk-of.ts";
import { memoryFiles, type MemoryNode } from "../../testing/engine/files/memory-files.ts";
import { ZeroedRuns } from "../exports/deliver/zeroed-runs.ts";
import { SeenFiles } from "../files/seen.ts";
import { filesApi } from "./files.ts";
import { OpenFiles } from "./open-files.ts";

beforeAll(loadCrc32c);

const JOB: JobPort = { id: "job", progress: () => {} };

const TREE: NonNullable<MemoryNode["entries"]> = {
  etc: { entries: { hosts: { content: "127.0.0.1 localhost\n" }, "host.conf": { content: "multi on\n" } } },
  holes: { hole: 8192, content: "end", lost: 100 },
  empty: {},
  link: {
    kind: "symlink",
    stat: { target: { text: "etc/hosts", bytes: new TextEncoder().encode("etc/hosts") } },
  },
  notes: { content: "n", streams: { "Zone.Identifier": "[ZoneTransfer]" } },
};

/** The API on some open disks. */
function apiOf(stores: readonly MemoryStore[], reader: KnownReader) {
  const files = new OpenFiles();
  const seen = new SeenFiles();
  const ids = stores.map((store) => files.add(openFileOf("disk.vhdx", store)));
  const layer = { name: "original", upTo: null } as const;
  const at: FilesAt = { image: ids[0] ?? "", layer, volume: "disk", transactions: null };
  return {
    api: filesApi(files, "1.0.0", { zeroedRuns: new ZeroedRuns(), seen }, null, [reader]),
    at,
    ids,
    files,
    seen,
  };
}

const GONE = {
  node: 99,
  name: { text: "gone", bytes: new TextEncoder().encode("gone") },
  parent: 1,
  size: 7,
  inUse: false,
  free: 4,
  deleted: null,
};

function opened() {
  const facts = { pendingTransactions: 3, state: ["not unmounted"] };
  const { volume, reader } = memoryFiles(TREE, 4 * MIB, facts, [GONE]);
  const disk = diskOf(volume);
  return { ...apiOf([disk.store], reader), disk };
}

describe("the files of a disk", () => {
  it("are on volumes, which are listed without opening them", async () => {
    const { api, at } = opened();
    const { volumes } = await api.volumes(at.image, at.layer);
    expect(volumes).toMatchObject([
      { id: "disk", number: 1, kind: "disk", title: "Whole disk", reading: "unknown", length: 4 * MIB },
    ]);
  });

  it("are introduced by what their file system says of itself", async () => {
    const { api, at } = opened();
    expect(await api.system(at)).toMatchObject({ name: "memory", appliedTransactions: 3, root: 1 });
    expect((await api.system({ ...at, transactions: 1 })).words).toBe(
      "memory, 8 files and folders, 24 KiB used of 4 MiB, not unmounted; the journal holds 3 transactions that were not applied on disk; Platter applies 1 of them in memory",
    );
  });

  it("are listed in pages, with what is kept about each", async () => {
    const { api, at } = opened();
    const first = await api.list(at, null, null, 2);
    expect(first.rows.map(({ name, stat }) => [name.text, stat?.kind])).toEqual([
      ["etc", "directory"],
      ["holes", "file"],
    ]);
    const rest = await api.list(at, null, first.next, 100);
    expect(rest.rows.map(({ name }) => name.text)).toEqual(["empty", "link", "notes"]);
    expect(rest.next).toBeNull();
  });

  it("are found by a path, as far as it goes", async () => {
    const { api, at } = opened();
    const found = await api.lookup(at, "/etc/./../etc/hosts");
    expect(found.steps.map(({ name }) => name.text)).toEqual(["etc", "hosts"]);
    expect(found.node).toBe(found.steps[1]?.node);
    expect(await api.lookup(at, "etc/nothing/more")).toMatchObject({ node: null, missing: "nothing" });
  });

  it("are read; what can't be read is zeros and said", async () => {
    const { api, at } = opened();
    const { node } = await api.lookup(at, "holes");
    const { bytes, size, unreadable } = await api.read(at, node ?? 0, null, 8190, 1000);
    expect([size, bytes.length]).toEqual([8295, 105]);
    expect([...bytes.subarray(0, 6)]).toEqual([0, 0, 101, 110, 100, 0]);
    expect(unreadable).toEqual([{ offset: 8195, length: 100, reason: "It was cut off." }]);
    const { node: notes } = await api.lookup(at, "notes");
    const stream = await api.read(at, notes ?? 0, "Zone.Identifier", 0, 4);
    expect(new TextDecoder().decode(stream.bytes)).toBe("[Zon");
    await expect(api.read(at, notes ?? 0, "nothing", 0, 4)).rejects.toMatchObject({ code: "not-available" });
  });

  it("lie on the volume, the virtual disk and in the file", async () => {
    const { api, at, disk } = opened();
    const { node } = await api.lookup(at, "etc/hosts");
    const { runs } = await api.places(at, node ?? 0, null, 4, 1000);
    const [run] = runs;
    const fileOffset = run?.disk[0]?.fileOffset ?? 0;
    expect(run).toMatchObject({
      kind: "stored",
      offset: 4,
      length: 16,
      disk: [{ link: 0, fileName: "disk.vhdx" }],
    });
    const there = new Uint8Array(5);
    disk.store.read(fileOffset, there);
    expect(new TextDecoder().decode(there)).toBe("0.0.1");
    expect(run?.disk[0]?.offset).toBe(run?.volume?.offset);
  });

  it("are found by a part of their name, or by a pattern", async () => {
    const { api, at } = opened();
    const request = { text: "HOST", folder: null, limit: 10 };
    const found = await api.find(at, request, JOB);
    expect(found.files.map(({ path }) => path.map(({ text }) => text).join("/"))).toEqual([
      "etc/hosts",
      "etc/host.conf",
    ]);
    const { steps } = await api.lookup(at, "etc/hosts");
    expect(found.files[0]?.nodes).toEqual(steps.map(({ node }) => node));
    expect(found).toMatchObject({ looked: 7, complete: true });
    expect((await api.find(at, { ...request, text: "h?s*s" }, JOB)).files).toHaveLength(1);
    expect(await api.find(at, { ...request, limit: 1 }, JOB)).toMatchObject({ complete: false, files: [{}] });
  });

  it("are counted", async () => {
    const { api, at } = opened();
    expect(await api.count(at, JOB)).toEqual({
      files: 5,
      folders: 1,
      links: 1,
      others: 0,
      bytes: 8325,
      unreadable: 0,
    });
  });

  it("of a volume that is not there are refused", async () => {
    const { api, at } = opened();
    await expect(api.system({ ...at, volume: "partition-7" })).rejects.toMatchObject({ code: "misuse" });
  });

  it("own places of the disk, down to the byte of a file", async () => {
    const { api, at } = opened();
    const { node } = await api.lookup(at, "etc/host.conf");
    const { runs } = await api.places(at, node ?? 0, null, 0, 100);
    const offset = runs[0]?.disk[0]?.offset ?? 0;
    const owner = await api.ownerOf(at.image, at.layer, offset + 3, null, JOB);
    expect(owner).toMatchObject({
      volume: "disk",
      fileOffset: 3,
      file: { node },
      words: "content of etc/host.conf",
    });
    expect((await api.ownerOf(at.image, at.layer, 100, null, JOB)).words).toBe(
      "structure of the file system",
    );
    expect((await api.ownerOf(at.image, at.layer, 3 * MIB, null, JOB)).words).toBe("free space");
  });

  it("that were deleted are listed", async () => {
    const { api, at } = opened();
    expect(await api.deleted(at, JOB)).toMatchObject({
      count: 1,
      files: [{ name: { text: "gone" }, size: 7, free: 4 }],
    });
  });

  it("that were deleted have the parent only if it is a folder of today", async () => {
    const nodes = [1, 2, 3, 98, null];
    const { volume, reader } = memoryFiles(
      TREE,
      4 * MIB,
      {},
      nodes.map((parent, at) => ({ ...GONE, node: 100 + at, parent })),
    );
    const { api, at } = apiOf([diskOf(volume).store], reader);
    // 1 is the root, 2 a folder below it, 3 a file.
    expect((await api.lookup(at, "etc")).node).toBe(2);
    expect((await api.deleted(at, JOB)).files.map(({ parent }) => parent)).toEqual([1, 2, null, null, null]);
  });
});

describe("damage", () => {
  it("is told by the files that it hits", async () => {
    const { volume, reader } = memoryFiles(
      {
        first: { content: new Uint8Array(MIB).fill(1) },
        second: { content: new Uint8Array(MIB).fill(2) },
        small: { content: "x" },
      },
      4 * MIB,
    );
    const disk = diskOf(volume);
    // Cuts off the block of the third MiB, with the end of the second file and the small one.
    disk.store.truncate(disk.store.size - MIB);
    const { api, at } = apiOf([disk.store], reader);
    const damage = await api.damage(at, JOB);
    expect(damage.files.map(({ path, kinds, damaged }) => [path[0]?.text, kinds, damaged])).toEqual([
      ["second", ["cut-off"], 4096],
      ["small", ["cut-off"], 1],
    ]);
    expect(damage).toMatchObject({ looked: 3, count: 2, bytes: MIB, exact: true, metadata: 0 });
    expect(damage.words).toBe("2 of 3 files and folders are damaged; of the others no damage is known.");
    const sound = apiOf([diskOf(volume).store], reader);
    expect(await sound.api.damage(sound.at, JOB)).toMatchObject({ count: 0, bytes: 0 });
  });
});

describe("what was seen", () => {
  it("is kept for reports: counts and damage only once they were looked for", async () => {
    const { api, at, files, seen } = opened();
    const { layer } = files.context(at.image, at.layer);
    expect(seen.of(layer)).toEqual([]);
    await api.system(at);
    expect(seen.of(layer)).toMatchObject([
      { volume: "Whole disk", name: "memory", counts: null, damage: null },
    ]);
    await api.count(at, JOB);
    await api.damage(at, JOB);
    expect(seen.of(layer)).toMatchObject([
      {
        counts: { files: 5 },
        damage: { looked: 7, count: 1, files: [{ path: "holes", kinds: ["unreadable"] }] },
      },
    ]);
    await api.system({ ...at, transactions: 1 });
    expect(seen.of(layer)).toMatchObject([{ appliedTransactions: 1, counts: null, damage: null }]);
  });
});

describe("space", () => {
  it("can be given back where a stored block holds nothing in use", async () => {
    const { volume, reader } = memoryFiles({ file: { content: "x" } }, 8 * MIB);
    volume.write(3 * MIB, new Uint8Array([1]));
    volume.write(4 * MIB, new Uint8Array([1]));
    const { api, at } = apiOf([diskOf(volume).store], reader);
    expect(await api.space(at.image, at.layer, JOB)).toEqual({
      stored: 3 * MIB,
      reclaimable: 2 * MIB,
      blocks: 2,
      isComplete: true,
      volumes: [{ volume: at.volume, title: "Whole disk", size: 8 * MIB, used: 8192 }],
      words: "2 MiB of 3 MiB could be given back, in whole blocks of 1 MiB",
      runs: [{ offset: 3 * MIB, length: 2 * MIB }],
    });
  });
});

describe("changes", () => {
  it("are found by names, by what is kept of a file, and by the blocks that differ", async () => {
    const tree = {
      same: { content: "same" },
      bytes: { content: "old!" },
      gone: {},
      touched: { content: "t" },
    };
    const one = memoryFiles(tree, 4 * MIB);
    const moved = { ...tree.touched, stat: { mode: 0o600 } };
    const other = memoryFiles(
      { same: tree.same, bytes: { content: "new!" }, new: {}, touched: moved },
      4 * MIB,
    );
    // One reader for both: each layout knows its own volume by a mark.
    one.volume.write(100, new Uint8Array([1]));
    other.volume.write(100, new Uint8Array([2]));
    const reader: KnownReader = {
      ...one.reader,
      reader: {
        open: (volume, options) => {
          const mark = new Uint8Array(1);
          volume.read(100, mark);
          return (mark[0] === 1 ? one : other).reader.reader.open(volume, options);
        },
      },
    };
    const { api, at, ids } = apiOf([diskOf(one.volume).store, diskOf(other.volume).store], reader);
    const found = await api.changes(at, { ...at, image: ids[1] ?? "" }, JOB);
    expect(found.files.map(({ path, change, what }) => [path[0]?.text, change, what])).toEqual([
      ["bytes", "changed", ["content"]],
      ["new", "added", []],
      ["touched", "changed", ["mode"]],
      ["gone", "removed", []],
    ]);
    expect(await api.changes(at, at, JOB)).toMatchObject({ added: 0, removed: 0, changed: 0, looked: 4 });
  });
});
