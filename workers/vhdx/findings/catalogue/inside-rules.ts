import { OPENS, rules } from "../rule.ts";

const ATTACHES =
  "Should attach the disk without a word: it does not look at its contents (not tested on Hyper-V).";
const NO_LOSS = "Nothing is lost by it.";

/** What is on the virtual disk, as far as a few reads tell. Not a part of MS-VHDX: the guest's systems have their own rules. */
export const INSIDE = rules({
  "inside-table-over": {
    severity: "warning",
    spec: null,
    what: "A partition table was written over a file system that took the whole disk.",
    plain: "a partition table was written over a file system",
    means:
      "Most files are probably still there, as the table covers little; they were not checked. The guest no longer finds them, and writing to the disk destroys more.",
    hyperV: ATTACHES,
    qemu: OPENS,
    fix: "Don't initialise, format or write to the disk. Export the raw disk (Export screen), and work on that copy: for ext4, `e2fsck -b 32768 COPY` repairs the file system from a backup superblock (`-b 8193` where its blocks have 1 KiB); then mount it read-only and copy the files.",
  },
  "inside-table-damaged": {
    severity: "warning",
    spec: null,
    what: "A partition table on the disk, or one of its two copies, is damaged, missing or made for a longer disk.",
    plain: "the disk's partition table, or its copy, is damaged or missing",
    means:
      "Where one copy is sound, all partitions are known. Where none is, a full check looks where partitions usually begin; others are not found.",
    hyperV: ATTACHES,
    qemu: OPENS,
    fix: "Nothing in the container has to be repaired. Export the raw disk and repair the table of that copy: `gdisk` rebuilds one copy of a GPT from the other, TestDisk looks for lost partitions.",
  },
  "inside-start-lost": {
    severity: "warning",
    spec: null,
    what: "The first superblock or boot sector of a file system is damaged, and a copy of it is still there.",
    plain: "the start of a file system is damaged",
    means:
      "The guest can't mount the file system. A file system check can take the copy; what else was at the start is lost.",
    hyperV: ATTACHES,
    qemu: OPENS,
    fix: "Don't format the disk when the guest offers it. Export the raw disk and repair that copy: `e2fsck -b 32768 COPY` for ext4 (`-b 8193` where its blocks have 1 KiB), TestDisk for a boot sector of NTFS or FAT.",
  },
  "inside-marked-errors": {
    severity: "warning",
    spec: null,
    what: "A file system on the disk is marked as having errors.",
    plain: "a file system on the disk is marked as having errors",
    means: "Its own guest found something wrong. Files can be damaged: run a file system check on a copy.",
    hyperV: ATTACHES,
    qemu: OPENS,
    fix: "Run the guest's own file system check on a copy: `chkdsk /f`, `e2fsck -f`, `xfs_repair`.",
  },
  "inside-too-long": {
    severity: "warning",
    spec: null,
    what: "A file system says that it is longer than the disk or the partition that it is on.",
    plain: "a file system is longer than the disk that it is on",
    means:
      "What lies past the end can't be read, and most guests refuse to mount it. The disk's size may be wrong.",
    hyperV: ATTACHES,
    qemu: OPENS,
    fix: "Compare the disk's size with what it was. If the disk was cut short, get a complete copy; else let the guest's file system check shorten the file system.",
  },
  "inside-not-clean": {
    severity: "info",
    spec: null,
    what: "A file system on the disk was not unmounted, or not cleanly.",
    plain: null,
    means: `${NO_LOSS} It was in use when the disk was copied or its host stopped: the next mount replays its journal.`,
    hyperV: ATTACHES,
    qemu: OPENS,
    fix: null,
  },
  "inside-copy-lost": {
    severity: "info",
    spec: null,
    what: "The backup of a boot sector is not where it belongs.",
    plain: null,
    means: `${NO_LOSS} It would be missed if the boot sector itself were damaged.`,
    hyperV: ATTACHES,
    qemu: OPENS,
    fix: null,
  },
  "inside-not-recognised": {
    severity: "info",
    spec: null,
    what: "Nothing was recognised at the start of the disk: no partition table, no file system.",
    plain: null,
    means:
      "Whether the contents are whole is not known. A damaged start looks the same as a disk that is used without a file system.",
    hyperV: ATTACHES,
    qemu: OPENS,
    fix: null,
  },
});
