import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blkidType, overwrite, place, RawDisk, run, sparse } from "../../e2e/support/file-systems.ts";
import { type Need, requireTool } from "../../e2e/support/needs.ts";
import { loadCrc32c } from "../bytes/crc32c.ts";
import { GIB, MIB } from "../shared/numbers.ts";
import { lookAt, MOST_OF_A_LOOK } from "../testing/volume/look.ts";

let folder = "";
beforeAll(async () => {
  await loadCrc32c();
  folder = mkdtempSync(path.join(tmpdir(), "platter-volume-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function look(file: string, sectorSize = 512) {
  const disk = new RawDisk(file, sectorSize);
  const seen = lookAt(disk);
  disk.close();
  expect(disk.reads).toBeLessThanOrEqual(MOST_OF_A_LOOK.reads);
  expect(disk.bytesRead).toBeLessThanOrEqual(MOST_OF_A_LOOK.bytes);
  return seen;
}

let made = 0;
const fresh = (size: number) => sparse(path.join(folder, `${(made += 1)}.img`), size);

/** A file system on a whole disk: who makes it, what `blkid` calls it, and what is said of it. */
interface Maker {
  readonly name: string;
  readonly tools: readonly Need[];
  readonly size?: number;
  readonly make: (file: string) => unknown;
  readonly blkid: string;
  readonly words: string;
  readonly label?: string;
  /** Bytes of its start whose loss a copy makes up for, and what is said then. */
  readonly lost?: { readonly bytes: number; readonly words: string };
}

const mke2fs =
  (...options: string[]) =>
  (file: string) =>
    run("mkfs.ext4", ["-q", "-F", ...options, file]);
const luks = (type: string) => (file: string) =>
  run(
    "cryptsetup",
    [
      "luksFormat",
      "-q",
      "--type",
      type,
      "--pbkdf",
      "pbkdf2",
      "--pbkdf-force-iterations",
      "1000",
      "-d",
      "-",
      file,
    ],
    "key",
  );

const EXT_LOST = (name: string) =>
  `${name} without its first superblock, whose backup superblocks are still there`;

const MAKERS: readonly Maker[] = [
  {
    name: "ext4",
    tools: ["mkfs.ext4"],
    size: GIB,
    make: mke2fs("-L", "root"),
    blkid: "ext4",
    words: "ext4",
    label: "root",
    lost: { bytes: MIB, words: EXT_LOST("ext4") },
  },
  {
    name: "ext4 with blocks of 1 KiB and no checksums",
    tools: ["mkfs.ext4"],
    size: 64 * MIB,
    make: mke2fs("-b", "1024", "-O", "^metadata_csum"),
    blkid: "ext4",
    words: "ext4",
    lost: { bytes: MIB, words: EXT_LOST("ext4") },
  },
  {
    name: "ext4 with clusters",
    tools: ["mkfs.ext4"],
    size: 3 * GIB,
    make: mke2fs("-O", "bigalloc", "-C", "65536"),
    blkid: "ext4",
    words: "ext4",
    lost: { bytes: MIB, words: EXT_LOST("ext4") },
  },
  {
    name: "ext3",
    tools: ["mkfs.ext4"],
    size: GIB,
    make: mke2fs("-t", "ext3", "-b", "2048"),
    blkid: "ext3",
    words: "ext3",
    lost: { bytes: 4096, words: EXT_LOST("ext3") },
  },
  {
    name: "ext2",
    tools: ["mkfs.ext4"],
    size: 64 * MIB,
    make: mke2fs("-t", "ext2", "-b", "1024"),
    blkid: "ext2",
    words: "ext2",
    lost: { bytes: 4096, words: EXT_LOST("ext2") },
  },
  {
    name: "NTFS",
    tools: ["mkfs.ntfs"],
    size: 64 * MIB,
    make: (file) => run("mkfs.ntfs", ["-q", "-F", "-f", file]),
    blkid: "ntfs",
    words: "NTFS",
    lost: {
      bytes: MIB,
      words: "NTFS without its first boot sector, whose backup boot sector is still there",
    },
  },
  {
    name: "NTFS with sectors of 4 KiB",
    tools: ["mkfs.ntfs"],
    size: 64 * MIB,
    make: (file) => run("mkfs.ntfs", ["-q", "-F", "-f", "-s", "4096", file]),
    blkid: "ntfs",
    words: "NTFS",
    lost: {
      bytes: MIB,
      words: "NTFS without its first boot sector, whose backup boot sector is still there",
    },
  },
  ...([12, 16, 32] as const).map((bits): Maker => ({
    name: `FAT${bits}`,
    tools: ["mkfs.vfat"],
    size: bits === 12 ? 4 * MIB : 128 * MIB,
    make: (file) => run("mkfs.vfat", ["-F", String(bits), "-n", "STICK", file]),
    blkid: "vfat",
    words: `FAT${bits}`,
    label: "STICK",
    ...(bits === 32 && {
      lost: {
        bytes: 512,
        words: "FAT32 without its first boot sector, whose backup boot sector is still there",
      },
    }),
  })),
  {
    name: "exFAT",
    tools: ["mkfs.exfat"],
    make: (file) => run("mkfs.exfat", [file]),
    blkid: "exfat",
    words: "exFAT",
    lost: {
      bytes: 512,
      words: "exFAT without its first boot sector, whose backup boot sector is still there",
    },
  },
  {
    name: "XFS",
    tools: ["mkfs.xfs"],
    size: GIB,
    make: (file) => run("mkfs.xfs", ["-q", "-L", "data", file]),
    blkid: "xfs",
    words: "XFS",
    label: "data",
    lost: { bytes: MIB, words: EXT_LOST("XFS") },
  },
  {
    name: "btrfs",
    tools: ["mkfs.btrfs"],
    size: GIB,
    make: (file) => run("mkfs.btrfs", ["-q", "-L", "pool", file]),
    blkid: "btrfs",
    words: "btrfs",
    label: "pool",
    lost: { bytes: MIB, words: EXT_LOST("btrfs") },
  },
  {
    name: "LUKS 1",
    tools: ["cryptsetup"],
    make: luks("luks1"),
    blkid: "crypto_LUKS",
    words: "LUKS 1",
  },
  {
    name: "LUKS 2",
    tools: ["cryptsetup"],
    make: luks("luks2"),
    blkid: "crypto_LUKS",
    words: "LUKS 2",
    lost: { bytes: 4096, words: "LUKS 2 without its first header, whose second header is still there" },
  },
  {
    name: "swap space",
    tools: ["mkswap"],
    make: (file) => run("mkswap", ["-q", "-L", "sw", file]),
    blkid: "swap",
    words: "Linux swap",
    label: "sw",
  },
];

describe("a file system on the whole disk", () => {
  it.for(MAKERS)("$name is known, and blkid agrees", (maker, test) => {
    requireTool(test, ...maker.tools, "blkid");
    const file = fresh(maker.size ?? 64 * MIB);
    maker.make(file);
    expect(blkidType(file)).toBe(maker.blkid);
    const { probe, words, codes } = look(file);
    expect(words).toBe(maker.words);
    expect(codes).toEqual([]);
    expect(probe.volumes[0]?.content?.label ?? null).toBe(maker.label ?? null);
    // The disk's own sector size says nothing of the file system's.
    expect(look(file, 4096).words).toBe(maker.words);
  });

  it.for(MAKERS.filter(({ lost }) => lost !== undefined))(
    "$name is known by its copy once its start is gone",
    (maker, test) => {
      requireTool(test, ...maker.tools);
      const file = fresh(maker.size ?? 64 * MIB);
      maker.make(file);
      overwrite(file, 0, new Uint8Array(maker.lost?.bytes ?? 0).fill(0xa5));
      const { words, codes } = look(file);
      expect(words).toBe(maker.lost?.words);
      expect(codes).toEqual(["inside-start-lost"]);
    },
  );

  it("LVM2 is known", (test) => {
    requireTool(test, "pvcreate", "losetup", "blkid");
    const file = fresh(64 * MIB);
    let device = "";
    try {
      device = run("losetup", ["-f", "--show", file]).trim();
      run("pvcreate", ["-q", "-ff", "-y", device]);
    } catch {
      test.skip(true, "needs loop devices, which this machine doesn't let the test use");
    } finally {
      if (device !== "") run("losetup", ["-d", device]);
    }
    expect(blkidType(file)).toBe("LVM2_member");
    expect(look(file).words).toBe("LVM2");
  });
});

describe("what a file system says of itself", () => {
  it("is told of ext4 with errors, and of one that is in use", (test) => {
    requireTool(test, "mkfs.ext4", "tune2fs");
    const file = fresh(64 * MIB);
    mke2fs()(file);
    run("debugfs", ["-w", "-R", "ssv state 3", file]);
    expect(look(file)).toMatchObject({
      words: "ext4, marked as having errors",
      codes: ["inside-marked-errors"],
    });
    run("debugfs", ["-w", "-R", "ssv state 1", file]);
    run("debugfs", ["-w", "-R", "feature needs_recovery", file]);
    expect(look(file)).toMatchObject({
      words: "ext4, not unmounted: its journal must be replayed",
      codes: ["inside-not-clean"],
    });
  });

  it("is told where it is longer than its disk", (test) => {
    requireTool(test, "mkfs.ext4");
    const file = fresh(64 * MIB);
    mke2fs()(file);
    run("truncate", ["-s", String(64 * MIB - 4096), file]);
    expect(look(file)).toMatchObject({ words: "ext4, longer than the disk", codes: ["inside-too-long"] });
  });

  it("is told where its copy is gone", (test) => {
    requireTool(test, "mkfs.ntfs");
    const file = fresh(64 * MIB);
    run("mkfs.ntfs", ["-q", "-F", "-f", file]);
    overwrite(file, 64 * MIB - 512, new Uint8Array(512));
    expect(look(file)).toMatchObject({
      words: "NTFS, whose backup boot sector is not there",
      codes: ["inside-copy-lost"],
    });
  });
});

/** Start of partitions in bytes. */
const FIRST = MIB;

/** Writes a partition table from a script of `sfdisk`. */
function partition(disk: string, sector: number, script: readonly string[]): void {
  const file = `${disk}.script`;
  writeFileSync(file, [...script, ""].join("\n"));
  // sfdisk itself has learned of other sector sizes only lately.
  run("fdisk", ["-b", String(sector), disk], `I\n${file}\nw\n`);
}

describe.for([512, 4096])("a partition table in sectors of %i bytes", (sector) => {
  /** A GPT with a FAT32, an empty and an ext4 partition. */
  function parted(): string {
    const disk = fresh(400 * MIB);
    const at = (mib: number) => String((mib * MIB) / sector);
    const script = [
      `label: gpt`,
      `sector-size: ${sector}`,
      `start=${at(1)}, size=${at(100)}, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B`,
      `start=${at(101)}, size=${at(16)}, type=E3C9E316-0B5C-4DB8-817D-F92DF00215AE`,
      `start=${at(117)}, size=${at(256)}, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4`,
    ];
    partition(disk, sector, script);
    const fat = fresh(100 * MIB);
    run("mkfs.vfat", ["-F", "32", fat]);
    place(fat, disk, FIRST);
    const ext = fresh(256 * MIB);
    mke2fs()(ext);
    place(ext, disk, 117 * MIB);
    return disk;
  }

  it("is read, with what its partitions hold", (test) => {
    requireTool(test, "fdisk", "mkfs.vfat", "mkfs.ext4", "blkid");
    const disk = parted();
    const { words, codes, probe } = look(disk, sector);
    expect(words).toBe("a GPT with 3 partitions: FAT32, Microsoft reserved and ext4");
    expect(codes).toEqual([]);
    expect(probe.table?.partitions.map(({ offset, size }) => [offset, size])).toEqual([
      [MIB, 100 * MIB],
      [101 * MIB, 16 * MIB],
      [117 * MIB, 256 * MIB],
    ]);
    expect([blkidType(disk, FIRST), blkidType(disk, 117 * MIB)]).toEqual(["vfat", "ext4"]);
  });

  it("is read by its backup where its first copy is damaged, and the other way round", (test) => {
    requireTool(test, "fdisk", "mkfs.vfat", "mkfs.ext4");
    const disk = parted();
    overwrite(disk, sector + 16, new Uint8Array(4).fill(0x5a));
    const rest = "with 3 partitions: FAT32, Microsoft reserved and ext4";
    expect(look(disk, sector)).toMatchObject({
      words: `a GPT, whose first copy is damaged, ${rest}`,
      codes: ["inside-table-damaged"],
    });
    const other = parted();
    overwrite(other, 400 * MIB - sector, new Uint8Array(sector));
    expect(look(other, sector)).toMatchObject({
      words: `a GPT, whose backup is missing, ${rest}`,
      codes: ["inside-table-damaged"],
    });
    // An entry of the backup's own array.
    const third = parted();
    overwrite(third, 400 * MIB - sector - 16 * 1024, new Uint8Array(16));
    expect(look(third, sector)).toMatchObject({ words: `a GPT, whose backup is damaged, ${rest}` });
    overwrite(third, sector, new Uint8Array(sector));
    expect(look(third, sector)).toMatchObject({
      words:
        "no whole copy of its partition table (GPT), but a FAT32 file system from 1 MiB on and an ext4 file system from 117 MiB on",
      codes: ["inside-table-damaged"],
    });
    for (const start of [FIRST, 117 * MIB]) overwrite(third, start, new Uint8Array(MIB));
    expect(look(third, sector)).toMatchObject({
      words: "a partition table (GPT) of which neither copy is whole: not checked further",
      codes: ["inside-table-damaged"],
    });
  });

  it("made for a longer disk is told apart", (test) => {
    requireTool(test, "fdisk", "mkfs.vfat", "mkfs.ext4");
    const disk = parted();
    run("truncate", ["-s", String(390 * MIB), disk]);
    expect(look(disk, sector).words).toMatch(/^a GPT, made for a longer disk, with 3 partitions/);
  });

  it("of the old kind is read with its logical partitions", (test) => {
    requireTool(test, "fdisk", "mkfs.ext4", "mkfs.ntfs");
    const disk = fresh(400 * MIB);
    const at = (mib: number) => String((mib * MIB) / sector);
    const script = [
      "label: dos",
      `sector-size: ${sector}`,
      `start=${at(1)}, size=${at(64)}, type=7`,
      `start=${at(80)}, size=${at(300)}, type=f`,
      `start=${at(81)}, size=${at(64)}, type=83`,
      `start=${at(160)}, size=${at(64)}, type=82`,
    ];
    partition(disk, sector, script);
    const ntfs = fresh(64 * MIB);
    run("mkfs.ntfs", ["-q", "-F", "-f", "-s", String(sector), ntfs]);
    place(ntfs, disk, MIB);
    const ext = fresh(64 * MIB);
    mke2fs()(ext);
    place(ext, disk, 81 * MIB);
    const { words, probe } = look(disk, sector);
    expect(words).toBe("an MBR with 3 partitions: NTFS, ext4 and nothing recognised");
    expect(probe.table?.partitions.map(({ number, offset, size }) => [number, offset, size])).toEqual([
      [1, MIB, 64 * MIB],
      [5, 81 * MIB, 64 * MIB],
      [6, 160 * MIB, 64 * MIB],
    ]);
  });
});
