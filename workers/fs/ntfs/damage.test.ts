import { expect, it } from "vitest";
import { runSteps } from "../../bytes/steps.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { ntfsImage } from "../../testing/fs/ntfs/image.ts";
import type { DeletedEntry, FileSystem } from "../file-system.ts";
import { NTFS_READER } from "./ntfs.ts";

const image = ntfsImage("small");
const CLUSTER = 512;

function opened(bytes: Uint8Array): FileSystem {
  const fs = NTFS_READER.open(new MemoryStore(bytes), { transactions: null });
  if (fs === null) throw new Error("not opened");
  return fs;
}

function paths(fs: FileSystem): string[] {
  const found: string[] = [];
  runSteps(fs.walk(fs.root, ({ path }) => void found.push(path.map(({ text }) => text).join("/"))));
  return found.sort();
}

const ALL = paths(opened(image.bytes));
const sound = opened(image.bytes);

/** The number of a path. */
function nodeOf(path: string): number {
  return path
    .split("/")
    .reduce((folder, name) => sound.lookup(folder, new TextEncoder().encode(name)) ?? -1, sound.root);
}

/** A copy of the image with a run of bytes changed. */
function changed(offset: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = image.bytes.slice();
  copy.set(bytes, offset);
  return copy;
}

/** Place on the volume of a structure of a node. */
function place(node: number, label: string): number {
  const found = sound.structures(node).find((each) => each.label === label);
  if (found === undefined) throw new Error(`no ${label} in ${node}`);
  return found.offset;
}

const codes = (fs: FileSystem) => fs.problems().map(({ code }) => code);

it("finds the volume by its backup boot sector", () => {
  const fs = opened(changed(0, new Uint8Array(8192)));
  expect(fs.facts.state).toEqual(["found by its backup boot sector"]);
  expect(paths(fs)).toEqual(ALL);
});

it("opens nothing where neither boot sector is there", () => {
  const bytes = changed(0, new Uint8Array(8192));
  bytes.fill(0, bytes.length - CLUSTER);
  expect(NTFS_READER.open(new MemoryStore(bytes), { transactions: null })).toBeNull();
});

it("says that the backup boot sector is gone", () => {
  const fs = opened(changed(image.bytes.length - CLUSTER, new Uint8Array(CLUSTER)));
  expect(codes(fs)).toEqual(["backup-boot-lost"]);
});

it("reads the MFT by its mirror where its first records are gone", () => {
  const fs = opened(changed(place(0, "MFT record 0"), new Uint8Array(4 * 1024)));
  expect(fs.facts.state).toEqual(["read by the mirror of its MFT"]);
  expect(paths(fs)).toEqual(ALL);
});

it("says that the mirror is another one", () => {
  const [mirror] = sound.open(1, null)?.extents(0, 1024) ?? [];
  if (mirror?.source.kind !== "volume") throw new Error("no mirror");
  const fs = opened(changed(mirror.source.offset + 1024, new Uint8Array(1024)));
  expect(codes(fs)).toEqual(["mirror-differs"]);
  expect(paths(fs)).toEqual(ALL);
});

it("reads the records that follow each other where record 0 and the mirror are gone", () => {
  const bytes = changed(place(0, "MFT record 0"), new Uint8Array(1024));
  const [mirror] = sound.open(1, null)?.extents(0, 1024) ?? [];
  if (mirror?.source.kind !== "volume") throw new Error("no mirror");
  bytes.fill(0, mirror.source.offset, mirror.source.offset + 1024);
  const fs = opened(bytes);
  expect(fs.facts.state).toContain("without the map of its MFT");
  // The MFT of this image grew in pieces: what is in its first one is there.
  expect(paths(fs).length).toBeGreaterThan(20);
});

it("takes a folder's names from the MFT where its index block is gone", () => {
  const flat = nodeOf("flat");
  const fs = opened(changed(place(flat, "index block 1"), new Uint8Array(4096)));
  expect(paths(fs)).toEqual(ALL);
  expect(codes(fs)).toContain("index-damaged");
  expect(fs.list(flat, null, 4096).problems).toHaveLength(1);
  for (const path of ALL.filter((each) => each.startsWith("flat/"))) {
    const name = path.slice("flat/".length);
    expect(fs.lookup(flat, new TextEncoder().encode(name))).toBe(nodeOf(path));
  }
});

it("takes all names from the MFT where a folder has no index", () => {
  const flat = nodeOf("flat");
  const root = place(flat, "$INDEX_ROOT $I30, header");
  // Another type, so that there is no $INDEX_ROOT.
  expect(paths(opened(changed(root, Uint8Array.of(0xf0))))).toEqual(ALL);
});

it("takes names from the MFT that stand in records beside the file's own", () => {
  const links = nodeOf("links/last");
  const file = sound.structures(nodeOf("resident.txt"));
  expect(file.filter(({ table }) => table === "MFT record").length).toBeGreaterThan(1);
  const fs = opened(changed(place(links, "$INDEX_ROOT $I30, header"), Uint8Array.of(0xf0)));
  expect(paths(fs)).toEqual(ALL);
});

it("reads what is before the torn sector of an index block, and the rest from the MFT", () => {
  const flat = nodeOf("flat");
  const sector = place(flat, "index block 0") + 3 * 512 + 510;
  const fs = opened(changed(sector, Uint8Array.of(0xab, 0xcd)));
  expect(paths(fs)).toEqual(ALL);
  expect(codes(fs)).toContain("index-damaged");
});

it("names a torn record, and keeps the attributes before the torn sector", () => {
  const node = nodeOf("streams.txt");
  const record = place(node, `MFT record ${node}`);
  expect(new DataView(image.bytes.buffer).getUint32(record + 24, true)).toBeGreaterThan(512);
  const fs = opened(changed(record + 1022, Uint8Array.of(0xab, 0xcd)));
  expect(fs.stat(node)).toMatchObject({ kind: "file", limit: { kind: "damaged" } });
  expect(fs.problems()).toEqual([
    expect.objectContaining({ code: "mft-record-torn", node, run: { offset: record, length: 1024 } }),
  ]);
});

it("leaves out a name whose record was given to another file", () => {
  const node = nodeOf("folder/text.txt");
  const record = place(node, `MFT record ${node}`);
  const fs = opened(changed(record + 16, Uint8Array.of(0x77)));
  expect(paths(fs)).toEqual(ALL.filter((path) => path !== "folder/text.txt"));
  expect(fs.list(nodeOf("folder"), null, 100).problems.join()).toContain("text.txt");
  expect(fs.lookup(nodeOf("folder"), new TextEncoder().encode("text.txt"))).toBeNull();
});

it("names a file whose record is gone", () => {
  const node = nodeOf("folder/text.txt");
  const fs = opened(changed(place(node, `MFT record ${node}`), new Uint8Array(1024)));
  expect(paths(fs)).toEqual(ALL);
  expect(fs.stat(node)).toBeNull();
  expect(fs.open(node, null)).toBeNull();
  expect(fs.problems()).toEqual([expect.objectContaining({ code: "file-without-record", node })]);
});

it("takes the names of a folder whose record is gone from the records of its files", () => {
  const node = nodeOf("folder/below");
  const fs = opened(changed(place(node, `MFT record ${node}`), new Uint8Array(1024)));
  expect(paths(fs)).toEqual(ALL);
  expect(fs.stat(node)).toBeNull();
  const deeper = fs.lookup(node, new TextEncoder().encode("DEEPER"));
  expect(deeper).toBe(nodeOf("folder/below/deeper"));
});

it("lists no file as a folder", () => {
  expect(sound.list(nodeOf("resident.txt"), null, 10)).toMatchObject({ entries: [], next: null });
  expect(sound.list(nodeOf("resident.txt"), null, 10).problems).toHaveLength(1);
  expect(sound.list(2 ** 40, null, 10).entries).toEqual([]);
});

it("finds files that no folder names any more", () => {
  const node = nodeOf("folder/below");
  const record = place(node, `MFT record ${node}`);
  // Not in use, so that its files are in no folder.
  const fs = opened(changed(record + 22, Uint8Array.of(2)));
  const found: DeletedEntry[] = [];
  runSteps(fs.deleted((entry) => found.push(entry)));
  expect(found.map((entry) => entry.name?.text)).toEqual(
    expect.arrayContaining(["Häuser 文件 🙂.txt", "deeper"]),
  );
  expect(found.find((entry) => entry.name?.text === "deeper")?.inUse).toBe(true);
});

it("names the part of a file whose map is in a record that is gone, and reads the rest", () => {
  const node = nodeOf("holes");
  const records = sound.structures(node).filter(({ table }) => table === "MFT record");
  const last = records.at(-1);
  expect(records.length).toBeGreaterThan(2);
  const fs = opened(changed(last?.offset ?? 0, new Uint8Array(1024)));
  const content = fs.open(node, null);
  expect(codes(fs)).toContain("attributes-missing");
  const kinds = [...(content?.extents(0, content.size) ?? [])].map(({ source }) => source.kind);
  expect(kinds.filter((kind) => kind === "unreadable")).toHaveLength(1);
  expect(kinds.filter((kind) => kind === "volume").length).toBeGreaterThan(100);
});

it("loses one chunk of a compressed file to a damaged one, and not the others", () => {
  const node = nodeOf("packed/text");
  const content = sound.open(node, null);
  const first = [...(content?.extents(0, content.size) ?? [])][0];
  if (content === null || first?.source.kind !== "packed") throw new Error("not packed");
  const whole = new Uint8Array(content.size);
  content.read(0, whole);
  const { offset } = first.source;
  const header = new DataView(image.bytes.buffer).getUint16(offset, true);
  const second = offset + 2 + (header & 0xfff) + 1;
  // A pair at the start of a chunk refers to bytes that are not there.
  const damaged = opened(changed(second + 2, Uint8Array.of(0xff, 0xff, 0xff))).open(node, null);
  if (damaged === null) throw new Error("not opened");
  const unit = 16 * CLUSTER;
  const chunk = (at: number, length: number) => {
    const bytes = new Uint8Array(length);
    damaged.read(at, bytes);
    return bytes;
  };
  expect(chunk(0, 4096).every((byte, index) => byte === whole[index])).toBe(true);
  expect(() => chunk(4096, 1)).toThrow(expect.objectContaining({ code: "unreadable-block", offset: 4096 }));
  expect(() => chunk(0, 8192)).toThrow(expect.objectContaining({ code: "unreadable-block", offset: 4096 }));
  const behind = chunk(unit, content.size - unit);
  expect(behind.every((byte, index) => byte === whole[unit + index])).toBe(true);
});

it("loses one chunk of a file that WOF packed to a damaged one", () => {
  const node = nodeOf("wof/xpress4k");
  const content = sound.open(node, null);
  if (content === null) throw new Error("not opened");
  const [, second] = content.extents(0, content.size);
  if (second?.source.kind !== "packed") throw new Error("not packed");
  const damaged = opened(changed(second.source.offset, new Uint8Array(256).fill(0x11))).open(node, null);
  const first = new Uint8Array(4096);
  expect(() => damaged?.read(0, first)).not.toThrow();
  expect(() => damaged?.read(4096, first)).toThrow(expect.objectContaining({ code: "unreadable-block" }));
  expect(() => damaged?.read(8192, first)).not.toThrow();
});

it("says that the volume is dirty", () => {
  const flags = place(3, "$VOLUME_INFORMATION") + 10;
  expect(opened(changed(flags, Uint8Array.of(1))).facts.state).toEqual(["marked dirty"]);
});

it("reads what lies before the end of a volume that is cut off, and names the rest", () => {
  const fs = opened(image.bytes.slice(0, 6 << 20));
  expect(fs.facts.state).toContain("cut off");
  expect(paths(fs).length).toBeGreaterThan(100);
});

it("says that $LogFile was not closed", () => {
  const log = sound.structures(null).find(({ label }) => label === "$LogFile");
  // Two restart pages of a log whose client is in use, as Windows leaves it where it was switched off.
  const page = new Uint8Array(4096);
  const view = new DataView(page.buffer);
  page.set(new TextEncoder().encode("RSTR"));
  view.setUint16(4, 30, true);
  view.setUint16(6, 9, true);
  view.setUint32(16, 4096, true);
  view.setUint32(20, 4096, true);
  view.setUint16(24, 48, true);
  view.setUint16(30, 1, true);
  for (let sector = 1; sector <= 8; sector++) view.setUint16(sector * 512 - 2, 1, true);
  const factsOf = (bytes: Uint8Array) => opened(changed(log?.offset ?? 0, bytes)).facts;
  expect(factsOf(page)).toMatchObject({ state: ["not unmounted"], isCurrent: false });
  view.setUint16(48 + 14, 2, true);
  expect(factsOf(page)).toMatchObject({ state: [], isCurrent: true });
  expect(factsOf(new Uint8Array(8192))).toMatchObject({
    state: ["with a $LogFile that can't be read"],
    isCurrent: false,
  });
});

it("shows of a deleted file only the clusters that are free still", () => {
  const gone: DeletedEntry[] = [];
  runSteps(sound.deleted((entry) => void gone.push(entry)));
  const entry = gone.find(({ size }) => size > 4 * CLUSTER);
  const content = sound.open(entry?.node ?? -1, null);
  const bitmap = sound.open(6, null);
  if (content === null || bitmap === null || content.size !== entry?.size) throw new Error("not opened");
  const [run] = content.extents(0, content.size);
  if (run?.source.kind !== "volume" || run.length < 3 * CLUSTER) throw new Error("no run");
  // Its second cluster is given to something else.
  const cluster = run.source.offset / CLUSTER + 1;
  const [at] = bitmap.extents(Math.floor(cluster / 8), 1);
  if (at?.source.kind !== "volume") throw new Error("no bitmap");
  const byte = image.bytes[at.source.offset] ?? 0;
  const after = opened(changed(at.source.offset, Uint8Array.of(byte | (1 << (cluster % 8)))));
  const found = after.open(entry.node, null);
  const kinds = [...(found?.extents(0, 3 * CLUSTER) ?? [])].map(({ length, source }) => [
    source.kind,
    length,
  ]);
  expect(kinds).toEqual([
    ["volume", CLUSTER],
    ["unreadable", CLUSTER],
    ["volume", CLUSTER],
  ]);
  expect(() => found?.read(0, new Uint8Array(CLUSTER + 1))).toThrow(
    expect.objectContaining({ code: "unreadable-block", offset: CLUSTER }),
  );
});
