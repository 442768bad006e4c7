import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { overwrite, place, RawDisk, run, sparse } from "../../e2e/support/file-systems.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { loadCrc32c } from "../bytes/crc32c.ts";
import { VhdxError } from "../shared/error.ts";
import { MIB } from "../shared/numbers.ts";
import { lookAt, MOST_OF_A_LOOK } from "../testing/volume/look.ts";

let folder = "";
beforeAll(async () => {
  await loadCrc32c();
  folder = mkdtempSync(path.join(tmpdir(), "platter-searched-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const fresh = (size: number) => sparse(path.join(folder, `${(made += 1)}.img`), size);
const mkfs = (file: string) => run("mkfs.ext4", ["-q", "-F", file]);

function look(file: string) {
  const disk = new RawDisk(file);
  const seen = lookAt(disk);
  disk.close();
  expect(disk.reads).toBeLessThanOrEqual(MOST_OF_A_LOOK.reads);
  expect(disk.bytesRead).toBeLessThanOrEqual(MOST_OF_A_LOOK.bytes);
  return seen;
}

describe("a disk that something was written over", () => {
  const ext4 = () => {
    const file = fresh(512 * MIB);
    mkfs(file);
    return file;
  };

  it("shows the ext4 file system under a new GPT", (test) => {
    requireTool(test, "mkfs.ext4", "sgdisk");
    const file = ext4();
    run("sgdisk", ["-o", "-n", "1:34:32767", "-t", "1:0C01", file]);
    expect(look(file)).toMatchObject({
      words: "a partition table written over an ext4 file system, whose backup superblocks are still there",
      codes: ["inside-table-over"],
    });
  });

  it("shows the ext4 file system under a new MBR, which spares the superblock", (test) => {
    requireTool(test, "mkfs.ext4", "sfdisk");
    const file = ext4();
    run("sfdisk", ["-q", file], "label: dos\nstart=2048, type=83\n");
    expect(look(file)).toMatchObject({
      words: "a partition table written over an ext4 file system, whose superblock is still there",
      codes: ["inside-table-over"],
    });
  });

  it("does not take the old backup of a GPT for the disk's table", (test) => {
    requireTool(test, "mkfs.ext4", "sgdisk");
    const file = fresh(512 * MIB);
    run("sgdisk", ["-o", "-n", "1:2048:0", file]);
    overwrite(file, 0, new Uint8Array(MIB));
    mkfs(file);
    expect(look(file)).toMatchObject({ words: "ext4", codes: [] });
  });

  it("does not take an old superblock in front of the partitions for the disk's contents", (test) => {
    requireTool(test, "mkfs.ext4", "sfdisk");
    const file = ext4();
    run("sfdisk", ["-q", file], "label: dos\nstart=2048, type=83\n");
    const inner = fresh(511 * MIB);
    mkfs(inner);
    place(inner, file, MIB);
    expect(look(file)).toMatchObject({ words: "an MBR with 1 partition: ext4", codes: [] });
  });

  it.each([
    ["at sector 63", 63 * 512, "0x7e00"],
    ["at 1 MiB", MIB, "1 MiB"],
    ["at the end of the 16 MiB that Windows reserves", 16 * MIB, "16 MiB"],
    ["behind 16 MiB that begin at 1 MiB", 17 * MIB, "17 MiB"],
    ["behind 128 MiB that it reserved before", 129 * MIB, "129 MiB"],
  ])("shows the file system %s when the partition table is gone", (_, start, text) => {
    const file = fresh(512 * MIB);
    const inner = fresh(64 * MIB);
    mkfs(inner);
    place(inner, file, start);
    expect(look(file)).toMatchObject({
      words: `no partition table, but an ext4 file system from ${text} on`,
      codes: ["inside-table-damaged"],
      probe: { tableless: [{ offset: start, length: 64 * MIB }] },
    });
  });

  it("does not say that a start which can't be read holds no table", () => {
    const file = fresh(128 * MIB);
    const inner = fresh(64 * MIB);
    mkfs(inner);
    place(inner, file, MIB);
    class BadStart extends RawDisk {
      override read(offset: number, into: Uint8Array): void {
        if (offset < 1024)
          throw new VhdxError("read-failed", "The sector can't be read.", { offset, structure: "disk" });
        super.read(offset, into);
      }
    }
    const disk = new BadStart(file);
    const { words, codes } = lookAt(disk);
    disk.close();
    expect([words, codes]).toEqual(["its start can't be read: not checked further", []]);
  });

  it("is said to hold nothing that is known where no copy is left", () => {
    const file = fresh(64 * MIB);
    expect(look(file)).toMatchObject({
      words: "no partition table and no file system known to Platter at its start; the rest was not searched",
      codes: ["inside-not-recognised"],
    });
    overwrite(file, 0, new Uint8Array(MIB).fill(0x77));
    expect(look(file).probe.volumes[0]?.start).toBe("data");
  });
});
