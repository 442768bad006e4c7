import { describe, expect, it } from "vitest";
import { runSteps } from "../../../bytes/steps.ts";
import { encodeInto } from "../../../bytes/struct.ts";
import type { ReadableStore, Store } from "../../../store/store.ts";
import { differences, walkAll } from "../../../testing/fs/hold.ts";
import { storedImage } from "../../../testing/fs/stored-image.ts";
import type { DeletedEntry, FileSystem } from "../../file-system.ts";
import { EXFAT_READER } from "./exfat-file-system.ts";
import { readExfatGeometry } from "./geometry.ts";
import { fileEntry, streamEntry } from "./structs/entry.ts";
import { inUpperCase, unpackUpcase } from "./upcase.ts";

function opened(store: ReadableStore): FileSystem {
  const fs = EXFAT_READER.open(store, { transactions: null });
  if (fs === null) throw new Error("no exFAT");
  return fs;
}

const codes = (fs: FileSystem) => fs.problems().map(({ code }) => code);
const named = (fs: FileSystem, folder: number, name: string): number => {
  const node = fs.lookup(folder, new TextEncoder().encode(name));
  if (node === null) throw new Error(`${name} is not found`);
  return node;
};

/** Changes the stream entry of a set of three, and its checksum. */
function patch(
  store: Store,
  node: number,
  values: Parameters<typeof encodeInto<typeof streamEntry.fields>>[1],
) {
  const first = new Uint8Array(32);
  store.read(node, first);
  const set = new Uint8Array(32 * ((first[1] ?? 0) + 1));
  store.read(node, set);
  encodeInto(streamEntry, values, set, 32);
  let sum = 0;
  for (let at = 0; at < set.length; at++)
    if (at !== 2 && at !== 3) sum = (((sum & 1) << 15) + (sum >>> 1) + (set[at] ?? 0)) & 0xffff;
  encodeInto(fileEntry, { checksum: sum }, set);
  store.write(node, set);
}

describe("exFAT that exfat-fuse filled", () => {
  it("shows every file as it was written", () => {
    const { store, entries } = storedImage("exfat");
    const fs = opened(store);
    expect(differences(fs, entries)).toEqual([]);
    expect(fs.facts).toMatchObject({ name: "exFAT", label: "exfat-label", blockSize: 4096 });
    expect(fs.problems()).toEqual([]);
  });

  it("finds names by the volume's own table of upper case", () => {
    const fs = opened(storedImage("exfat").store);
    expect(named(fs, fs.root, "ДАННЫЕ ДЛЯ ПРОВЕРКИ.BIN")).toBe(named(fs, fs.root, "данные для проверки.bin"));
  });

  it("is read by the backup boot region", () => {
    const { store, entries } = storedImage("exfat");
    store.write(0, new Uint8Array(12 * 512).fill(0xa5));
    const fs = opened(store);
    expect(differences(fs, entries)).toEqual([]);
    expect(fs.facts.state).toContain("found by the backup boot region");
    expect(codes(fs)).toEqual(expect.arrayContaining(["exfat-boot-lost", "exfat-boot-checksum"]));
  });

  it("holds the boot region's checksum against it", () => {
    const { store } = storedImage("exfat");
    store.write(512 * 3 + 7, new Uint8Array([1]));
    expect(codes(opened(store))).toEqual(["exfat-boot-checksum"]);
  });

  it("reads zeros behind ValidDataLength", () => {
    const { store } = storedImage("exfat");
    const fs = opened(store);
    const node = named(fs, fs.root, "turns-a.bin");
    patch(store, node, { valid: 5000n });
    const content = opened(store).open(node, null);
    const bytes = new Uint8Array(content?.size ?? 0);
    content?.read(0, bytes);
    expect(bytes[4999]).toBe(66);
    expect(bytes.subarray(5000).every((byte) => byte === 0)).toBe(true);
    expect([...(content?.extents(0, bytes.length) ?? [])].at(-1)).toEqual({
      offset: 5000,
      length: bytes.length - 5000,
      source: { kind: "zero" },
    });
  });

  it("takes the clusters of a contiguous file without the table, and of the others by it", () => {
    const { store } = storedImage("exfat");
    const fs = opened(store);
    const node = named(fs, fs.root, "turns-a.bin");
    const extents = (each: FileSystem) => {
      const content = each.open(node, null);
      return [...(content?.extents(0, content.size) ?? [])].length;
    };
    expect(extents(fs)).toBeGreaterThan(1);
    patch(store, node, { flags: 3 });
    expect(extents(opened(store))).toBe(1);
    // It would reach past the end of the volume.
    patch(store, node, { flags: 3, size: 2n ** 40n, valid: 2n ** 40n });
    const content = opened(store).open(node, null);
    const last = [...(content?.extents(0, 2 ** 40) ?? [])].at(-1);
    expect(last?.source).toEqual({
      kind: "unreadable",
      reason: "The clusters reach past the end of the volume.",
    });
  });

  it("says that a set's checksum does not fit, and shows it", () => {
    const { store } = storedImage("exfat");
    const fs = opened(store);
    const node = named(fs, fs.root, "turns-b.bin");
    store.write(node + 4, new Uint8Array([0x21]));
    const page = opened(store).list(fs.root, null, 4096);
    expect(page.problems.join(" ")).toMatch(/checksum of turns-b.bin/);
    expect(page.entries.map(({ name }) => name.text)).toContain("turns-b.bin");
  });

  it("finds deleted sets with name and content", () => {
    const fs = opened(storedImage("exfat").store);
    const list: DeletedEntry[] = [];
    runSteps(fs.deleted((entry) => list.push(entry)));
    expect(list.map(({ name, size, free }) => [name?.text, size, free])).toEqual([
      ["deleted-one.txt", 3000, 3000],
      ["deleted two with a long name.txt", 9000, 9000],
    ]);
    const content = fs.open(list[0]?.node ?? 0, null);
    const bytes = new Uint8Array(24);
    content?.read(0, bytes);
    expect(new TextDecoder().decode(bytes)).toBe("gone/deleted-one.txt 300");
  });

  it("gives the free clusters of the bitmap", () => {
    const { store } = storedImage("exfat");
    const fs = opened(store);
    const free = (runSteps(fs.free())?.runs ?? []).reduce((sum, { length }) => sum + length, 0);
    const geometry = readExfatGeometry(store);
    const layout = geometry?.layout;
    const files = [...walkAll(fs).values()].reduce((sum, { stat }) => sum + (stat?.allocated ?? 0), 0);
    // Root folder, bitmap, up-case table: one and two clusters.
    const own = (layout?.clusters ?? 0) * 4096 - free - files;
    expect(own / 4096).toBeGreaterThanOrEqual(3);
    expect(own / 4096).toBeLessThanOrEqual(8);
  });

  it("unpacks a table of upper case", () => {
    const table = unpackUpcase(new Uint8Array([0xff, 0xff, 97, 0, 65, 0, 66, 0]));
    expect(inUpperCase("abcA", table)).toBe("ABcA");
    expect(inUpperCase("äb", null)).toBe("ÄB");
  });
});
