import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blkidType, overwrite, place, RawDisk, run, sparse } from "../../e2e/support/file-systems.ts";
import { requireTool } from "../../e2e/support/needs.ts";
import { loadCrc32c } from "../bytes/crc32c.ts";
import { encode } from "../bytes/struct.ts";
import { MIB } from "../shared/numbers.ts";
import { RAID_MAGIC, raidSuperblock, xfsGroup, xfsSuperblock } from "./structs/linux-heads.ts";
import { listVolumes } from "./volumes.ts";

let folder = "";
beforeAll(async () => {
  await loadCrc32c();
  folder = mkdtempSync(path.join(tmpdir(), "platter-volumes-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MOST_READS = 60;

function volumesOf(file: string) {
  const disk = new RawDisk(file, 512);
  const { places } = listVolumes(disk);
  const heads = places.map(({ id, content, problems, length }) => ({
    id,
    content: content?.name ?? null,
    problems,
    length,
  }));
  expect(disk.reads).toBeLessThanOrEqual(MOST_READS);
  return { places, heads, close: () => disk.close() };
}

const file = (name: string, size: number) => sparse(path.join(folder, name), size);
const ext4 = (name: string, size: number) => {
  const made = file(name, size);
  run("mkfs.ext4", ["-q", "-F", made]);
  return made;
};

describe("logical volumes of LVM2", () => {
  /** Bytes of an extent, and where the first one lies. */
  const EXTENT = 4 * MIB;
  const FIRST = MIB;
  const lvm = (command: string, ...args: string[]) =>
    run(command, ["--driverloaded", "n", "-qq", "-y", ...args]);

  it("are read over all their segments; a part on another disk is named", (test) => {
    requireTool(test, "mkfs.ext4", "pvcreate", "losetup");
    const disks = [file("pv0.img", 96 * MIB), file("pv1.img", 64 * MIB)];
    const devices: string[] = [];
    try {
      for (const disk of disks) devices.push(run("losetup", ["-f", "--show", disk]).trim());
      const [one = "", other = ""] = devices;
      for (const device of devices) run("pvcreate", ["-q", "-ff", "-y", device]);
      const group = `platter${process.pid}`;
      lvm("vgcreate", group, one, other);
      const create = ["-an", "-Zn", "-Wn"];
      lvm("lvcreate", ...create, "-l", "5", "-n", "first", group, one);
      lvm("lvcreate", ...create, "-l", "4", "-n", "between", group, one);
      lvm("lvcreate", ...create, "-l", "3", "-n", "other", group, other);
      lvm("lvextend", "-l", "12", `${group}/first`, one);
    } catch {
      test.skip(true, "needs loop devices and LVM2, which this machine doesn't let the test use");
    } finally {
      for (const device of devices) run("losetup", ["-d", device]);
    }
    const [disk = ""] = disks;
    const inner = readFileSync(ext4("first.img", 48 * MIB));
    // Extents 0 to 4, and from extent 9 on.
    for (const [from, count, at] of [
      [0, 5, 0],
      [5, 7, 9],
    ] as const) {
      const part = path.join(folder, "part.img");
      writeFileSync(part, inner.subarray(from * EXTENT, (from + count) * EXTENT));
      place(part, disk, FIRST + at * EXTENT);
    }
    const { heads, places, close } = volumesOf(disk);
    const names = heads.map(({ id, content }) => [id.replace(/lvm-platter\d+/, "lvm-group"), content]);
    expect(names).toEqual([
      ["disk", "LVM2"],
      ["lvm-group/first", "ext4"],
      ["lvm-group/between", null],
      ["lvm-group/other", null],
    ]);
    expect(heads[3]?.problems).toEqual(["Physical volume pv1 is not on this disk."]);
    const whole = new Uint8Array(48 * MIB);
    places[1]?.store.read(0, whole);
    expect(Buffer.compare(whole, inner)).toBe(0);
    close();
  });
});

describe("a disk with partitions", () => {
  it("shows the file system of a deleted partition, and what begins behind it", (test) => {
    requireTool(test, "mkfs.ext4", "sgdisk");
    const disk = file("deleted.img", 200 * MIB);
    run("sgdisk", ["-o", "-n", "1:2048:+20M", disk]);
    place(ext4("one.img", 60 * MIB), disk, 21 * MIB);
    place(ext4("two.img", 50 * MIB), disk, 81 * MIB);
    const { heads, close } = volumesOf(disk);
    expect(heads).toMatchObject([
      { id: "partition-1", content: null },
      { id: `space-${21 * MIB}`, content: "ext4", length: 60 * MIB },
      { id: `space-${81 * MIB}`, content: "ext4", length: 50 * MIB },
    ]);
    close();
  });

  it("shows partitions behind the 32nd, and what they hold", (test) => {
    requireTool(test, "mkfs.ext4", "sgdisk");
    const disk = file("many.img", 64 * MIB);
    const new40 = Array.from({ length: 40 }, (_, nth) => ["-n", `${nth + 1}:${(nth + 1) * 2048}:+1M`]);
    run("sgdisk", ["-o", ...new40.flat(), disk]);
    place(ext4("last.img", MIB), disk, 40 * MIB);
    const raw = new RawDisk(disk, 512);
    const { places } = listVolumes(raw);
    expect(places).toHaveLength(40);
    expect(places.at(-1)).toMatchObject({ id: "partition-40", content: { name: "ext4" } });
    raw.close();
  });

  it("shows the file system that its table was written over", (test) => {
    requireTool(test, "mkfs.ext4", "sgdisk");
    const disk = ext4("under.img", 512 * MIB);
    run("sgdisk", ["-o", "-n", "1:34:32767", "-t", "1:0C01", disk]);
    const { heads, close } = volumesOf(disk);
    expect(heads.find(({ id }) => id === "disk")).toMatchObject({ content: "ext4", length: 512 * MIB });
    close();
  });
});

describe("a disk without a partition table", () => {
  const xfs = (values: { blocks: bigint; groups: number; groupBlocks: number }) =>
    encode(xfsSuperblock, { magic: "XFSB", blockSize: 4096, version: 5, sectorSize: 512, ...values });

  it("shows what begins where partitions do, one behind the other", (test) => {
    requireTool(test, "mkfs.ext4");
    const disk = file("tableless.img", 200 * MIB);
    place(ext4("first-of.img", 60 * MIB), disk, MIB);
    // Windows puts 16 MiB of its own between two.
    place(ext4("second-of.img", 50 * MIB), disk, 77 * MIB);
    const { heads, places, close } = volumesOf(disk);
    expect(heads).toMatchObject([
      { id: "disk", content: null },
      { id: `space-${MIB}`, content: "ext4", length: 60 * MIB },
      { id: `space-${77 * MIB}`, content: "ext4", length: 50 * MIB },
    ]);
    expect(places[1]).toMatchObject({ title: "From 1 MiB on", words: "ext4, which no partition names" });
    close();
  });

  it("lists a place once, even where what is there says that it has no bytes", () => {
    const disk = file("no-bytes.img", 64 * MIB);
    overwrite(disk, 0, new Uint8Array(512).fill(0x5a));
    overwrite(disk, MIB, xfs({ blocks: 0n, groups: 1, groupBlocks: 4096 }));
    const { heads, close } = volumesOf(disk);
    expect(heads).toMatchObject([{ id: "disk" }, { id: `space-${MIB}`, content: "XFS", length: 63 * MIB }]);
    close();
  });

  it("takes no copy of an XFS superblock for the start of a file system", () => {
    const disk = file("xfs-group.img", 64 * MIB);
    overwrite(disk, 0, new Uint8Array(512).fill(0x5a));
    overwrite(disk, 16 * MIB, xfs({ blocks: 16_384n, groups: 8, groupBlocks: 2048 }));
    const lists = [0, 2].map((group) => {
      overwrite(disk, 16 * MIB + 512, encode(xfsGroup, { magic: "XAGF", group }));
      const { heads, close } = volumesOf(disk);
      close();
      return heads.map(({ id, content }) => [id, content]);
    });
    expect(lists).toEqual([
      [
        ["disk", null],
        [`space-${16 * MIB}`, "XFS"],
      ],
      [["disk", null]],
    ]);
  });

  it("names a member of a Linux RAID as blkid does, and looks no further into it", (test) => {
    requireTool(test, "blkid");
    for (const at of [0, 4096]) {
      const disk = file(`raid-${at}.img`, 64 * MIB);
      overwrite(disk, at, encode(raidSuperblock, { magic: RAID_MAGIC, version: 1, place: BigInt(at / 512) }));
      const { places, close } = volumesOf(disk);
      expect(places.map(({ content }) => content?.name)).toEqual(["Linux RAID"]);
      expect(blkidType(disk)).toBe("linux_raid_member");
      close();
      // A copy of it that lies elsewhere is none.
      overwrite(disk, at, encode(raidSuperblock, { magic: RAID_MAGIC, version: 1, place: 99n }));
      const other = volumesOf(disk);
      expect(other.places[0]?.content).toBeNull();
      other.close();
    }
  });
});
