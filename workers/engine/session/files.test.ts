import { beforeAll, describe, expect, it } from "vitest";
import type { FilesAt, JobPort } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { diskOf, openFileOf } from "../../testing/fs/disk-of.ts";
import { memoryFiles, type MemoryNode } from "../../testing/fs/memory-files.ts";
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

function opened() {
  const { volume, reader } = memoryFiles(TREE, 4 * MIB, { pendingTransactions: 3, state: ["not unmounted"] });
  const disk = diskOf(volume);
  const files = new OpenFiles();
  const id = files.add(openFileOf("disk.vhdx", disk.store));
  const at: FilesAt = {
    image: id,
    layer: { name: "original", upTo: null },
    volume: "disk",
    transactions: null,
  };
  return { api: filesApi(files, "1.0.0", [reader]), at, disk };
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
      "memory, 8 files and folders, 24 KiB used of 4 MiB, not unmounted; the journal holds 3 transactions that were not applied: 1 of them applied here, in memory",
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
});
