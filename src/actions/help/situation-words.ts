import { COPY_FIRST, FILE, type HelpEntry, SHUT } from "./help-entry.ts";

const LOOK =
  "Drop the file here: the verdict says whether the container is whole, and what of a file system is still there.";

/** What people see without a code. Sources stand at each. */
export const SITUATION_HELP: readonly HelpEntry[] = [
  {
    // Disk Management's dialog "Initialize Disk", and what it writes: learn.microsoft.com/windows-server/storage/disk-management/
    // initialize-new-disks. WSL's disks without a table: learn.microsoft.com/windows/wsl/wsl2-mount-disk.
    code: null,
    name: null,
    title: "Windows asks to initialize the disk",
    words:
      "initialize initialise disk must be initialized not initialized before logical disk manager can access it unknown unallocated no partitions mbr gpt",
    means:
      "Windows finds no partition table at the start of the disk. The start was overwritten or zeroed; or the disk never had a table, as WSL's ext4.vhdx, which Windows can't read.",
    steps: [
      "Press Cancel. To initialize writes a new partition table over the start of the disk.",
      LOOK,
      `For a disk of WSL: [[wsl --mount ${FILE} --vhd]] instead of Disk Management.`,
    ],
  },
  {
    // "You need to format the disk" and RAW: learn.microsoft.com/troubleshoot/windows-server/backup-and-storage, ERROR_UNRECOGNIZED_VOLUME.
    code: null,
    name: null,
    title: "Windows asks to format the disk, or shows it as RAW",
    words:
      "you need to format the disk in drive before you can use it raw volume does not contain a recognized file system formatted quick format",
    means:
      "Windows finds a partition, and no file system that it knows at the partition's start: the start is damaged or encrypted, or the file system is one of Linux.",
    steps: [
      "Press Cancel. To format writes a new, empty file system over the old one.",
      LOOK,
      "Export the raw disk, and repair that copy: chkdsk or TestDisk for NTFS, e2fsck for ext4.",
    ],
  },
  {
    // Encryption of parts of files: SentinelOne, "Ransomware Developers Turn to Intermittent Encryption to Evade Detection", 2022.
    code: null,
    name: null,
    title: "Ransomware has changed the file",
    words: "ransomware ransom encrypted locked renamed extension decrypt virus malware attack hacked",
    means:
      "Ransomware often encrypts only parts of large files, to be fast. What it left of a virtual disk can be read; what it encrypted can't, and no repair brings it back.",
    steps: [
      "Disconnect the machine. Keep every file as it is, the notes of the attackers too.",
      "Drop a copy of the file here. A VHDX is recognised by any of its parts, whatever its name; Repair… rebuilds overwritten headers and tables where enough is left.",
      "Platter can't tell an encrypted block from a whole one: check the files inside before you trust them.",
    ],
  },
  {
    // learn.microsoft.com/windows/wsl/disk-space, "How to repair a VHD mounting error"; that the commands need another distribution, and
    // Docker Desktop closed: github.com/microsoft/WSL issue 10169, github.com/MicrosoftDocs/WSL pull request 2028.
    code: null,
    name: null,
    title: "WSL can't mount its disk, or mounts it read-only",
    words:
      "wsl wsl_e_disk_corrupted an error occurred mounting one of your file systems please run dmesg for more details read-only file system ext4 docker e2fsck fsck",
    means:
      "The ext4 file system inside of the disk has errors, or the disk was not closed properly. The container around the file system may be whole.",
    steps: [
      SHUT,
      COPY_FIRST,
      LOOK,
      `In PowerShell as administrator: [[wsl --mount ${FILE} --vhd --bare]]. Then in another distribution: [[lsblk]] names the disk, and [[sudo e2fsck -f /dev/sdX]] repairs its file system.`,
    ],
  },
];
