import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RawDisk, run, sparse } from "../../../e2e/support/file-systems.ts";
import { requireTool } from "../../../e2e/support/needs.ts";
import { MIB } from "../../shared/numbers.ts";
import { NTFS_READER } from "./ntfs.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "platter-ntfs-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bytes that repeat nowhere near. */
function bytesOf(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0, state = length; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

const SIZES = [0, 1, 600, 4096, 70_001, 900_000];

it.for([
  { name: "clusters of 512 bytes", size: 16 * MIB, options: ["-c", "512"], clusterSize: 512 },
  { name: "clusters of 64 KiB", size: 32 * MIB, options: ["-c", "65536"], clusterSize: 65_536 },
  { name: "clusters of 2 MiB", size: 128 * MIB, options: ["-c", "2097152"], clusterSize: 2 * MIB },
  {
    name: "sectors of 4 KiB",
    size: 32 * MIB,
    options: ["-s", "4096", "-p", "0", "-H", "0", "-S", "0"],
    clusterSize: 4096,
  },
])("reads what mkntfs and ntfscp made with $name", ({ size, options, clusterSize }, test) => {
  requireTool(test, "mkfs.ntfs");
  const image = sparse(path.join(folder, `${clusterSize}-${options.length}.img`), size);
  run("mkfs.ntfs", ["-q", "-F", "-f", ...options, image]);
  for (const length of SIZES) {
    const file = path.join(folder, `file ${length}`);
    writeFileSync(file, bytesOf(length));
    run("ntfscp", ["-q", image, file, `file ${length}`]);
  }
  const disk = new RawDisk(image);
  const fs = NTFS_READER.open(disk, { transactions: null });
  if (fs === null) throw new Error("not opened");
  expect(fs.facts).toMatchObject({ blockSize: clusterSize, size });
  expect(fs.list(fs.root, null, 100).entries.map(({ name }) => name.text)).toEqual(
    expect.arrayContaining(SIZES.map((length) => `file ${length}`)),
  );
  for (const length of SIZES) {
    const node = fs.lookup(fs.root, new TextEncoder().encode(`FILE ${length}`));
    const content = node === null ? null : fs.open(node, null);
    const bytes = new Uint8Array(content?.size ?? 0);
    content?.read(0, bytes);
    expect(Buffer.compare(bytes, readFileSync(path.join(folder, `file ${length}`)))).toBe(0);
    expect(content?.size).toBe(length);
  }
  disk.close();
});
