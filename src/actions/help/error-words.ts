import { CHAIN, COPY_FIRST, DROP, FILE, type HelpEntry, SHUT } from "./help-entry.ts";

/** What a message of Windows is known by. */
interface ErrorCode {
  /** As Windows shows it: "0xC03A001A". */
  readonly code: string;
  /** Its name in winerror.h. WSL shows it as well. */
  readonly name: string;
}

/**
 * The one table of error messages. Names, numbers and messages are those of winerror.h of the Windows SDK, facility 0x3A (VHD) and Win32
 * errors as HRESULTs, and each was compared with a transcript of that file. The Win32 errors are listed under
 * https://learn.microsoft.com/windows/win32/debug/system-error-codes. What is known beyond the message has its source beside the entry;
 * what has none follows from the message and from MS-VHDX.
 */
export const ERROR_HELP: readonly (HelpEntry & ErrorCode)[] = [
  {
    // Reports: github.com/microsoft/WSL issue 11179 (the drive of the file is damaged), and Hyper-V's for a damaged VHDX.
    code: "0x80070570",
    name: "ERROR_FILE_CORRUPT",
    title: "The file or directory is corrupted and unreadable",
    words: "file or directory corrupted unreadable damaged 1392 attach mount",
    means:
      "Either the VHDX file itself is damaged, or the file system inside of it, or the file system of the drive that the file lies on.",
    steps: [
      DROP,
      "If the container is intact, the fault is inside: attach the disk and check its file system (chkdsk, or e2fsck for WSL).",
      "Check the drive that holds the file too: chkdsk, and the System event log for disk errors.",
    ],
  },
  {
    // Same message as above, for a structure of NTFS or of the disk.
    code: "0x80070571",
    name: "ERROR_DISK_CORRUPT",
    title: "The disk structure is corrupted and unreadable",
    words: "disk structure corrupted unreadable 1393",
    means: "The file system inside of the disk, or the one of the drive that holds the file, is damaged.",
    steps: [DROP, "Then check the file system: chkdsk for NTFS, e2fsck for ext4."],
  },
  {
    // WSL: github.com/microsoft/WSL issues 6415, 8696, 12434 (Wsl/Service/CreateInstance/MountVhd/0x80070020, ERROR_SHARING_VIOLATION).
    code: "0x80070020",
    name: "ERROR_SHARING_VIOLATION",
    title: "The file is used by another process",
    words:
      "process cannot access the file because it is being used by another process sharing violation in use locked 32 wsl mountvhd",
    means:
      "Nothing is wrong with the disk. Another program has the file open: a running virtual machine, WSL, Docker, an attached disk, a backup or a virus scanner.",
    steps: [
      SHUT,
      `Detach the disk: [[Dismount-DiskImage]] or [[Dismount-VHD -Path ${FILE}]] in PowerShell as administrator, or Disk Management.`,
      "Find out who has it: Resource Monitor, tab CPU, Associated Handles, type the file's name. Leave virtual disks out of backups and scans.",
    ],
  },
  {
    code: "0x80070021",
    name: "ERROR_LOCK_VIOLATION",
    title: "A part of the file is locked by another process",
    words:
      "process cannot access the file because another process has locked a portion of the file lock violation 33",
    means: "Nothing is wrong with the disk. Another program holds a lock on a part of the file.",
    steps: [SHUT, "Detach the disk, stop backups of it, and try again."],
  },
  {
    code: "0x80070005",
    name: "ERROR_ACCESS_DENIED",
    title: "Access is denied",
    words: "access denied permission general access denied account does not have permission 5 e_accessdenied",
    means:
      "The account that opens the file may not. Hyper-V opens it as the virtual machine's own account, which needs rights of its own.",
    steps: [
      "Open PowerShell as administrator where you run commands on the file.",
      "Remove the disk from the virtual machine's settings and add it again: Hyper-V sets the rights anew.",
      `Or give them by hand: [[icacls ${FILE} /grant "NT VIRTUAL MACHINE\\Virtual Machines:F"]].`,
    ],
  },
  {
    code: "0x80070002",
    name: "ERROR_FILE_NOT_FOUND",
    title: "The file was not found",
    words: "system cannot find the file specified not found missing 2 wsl mountvhd",
    means: "The file, or a parent of it, is not where it is looked for.",
    steps: [
      "Look whether the file was moved, renamed or deleted.",
      "For a disk with a parent: " + CHAIN + " Relink sets where the parent is.",
    ],
  },
  {
    code: "0x80070070",
    name: "ERROR_DISK_FULL",
    title: "There is not enough space on the disk",
    words: "not enough space on the disk full 112 paused-critical",
    means:
      "The drive that holds the file is full. A dynamic disk that could not grow stopped in the middle of a write: its log may have to be replayed.",
    steps: ["Make room on the drive.", DROP],
  },
  {
    code: "0x80070017",
    name: "ERROR_CRC",
    title: "Data error (cyclic redundancy check)",
    words: "data error cyclic redundancy check crc 23 bad sector",
    means: "The drive that holds the file can't read some of its sectors. The drive may be failing.",
    steps: [
      "Copy the file to another drive now, with a tool that goes on at bad sectors.",
      "Drop the copy here. Exports name each range that can't be read, and put zeros there if you agree.",
    ],
  },
  {
    code: "0x8007045D",
    name: "ERROR_IO_DEVICE",
    title: "I/O device error",
    words: "request could not be performed because of an i/o device error 1117",
    means:
      "The drive that holds the file did not answer. The drive, its cable or its controller may be failing.",
    steps: [
      "Look at the System event log for disk errors.",
      "Copy the file to another drive, then drop the copy here.",
    ],
  },
  {
    code: "0x80070057",
    name: "ERROR_INVALID_PARAMETER",
    title: "The parameter is incorrect",
    words: "parameter is incorrect invalid parameter 87",
    means:
      "For a virtual disk most often a header or a size that makes no sense, or a file of another format under this name.",
    steps: [DROP],
  },
  {
    code: "0xC03A0001",
    name: "ERROR_VHD_DRIVE_FOOTER_MISSING",
    title: "The footer of a VHD is missing",
    words: "virtual hard disk is corrupted drive footer is missing",
    means:
      "Windows takes the file for a VHD, the older format, and finds no footer at its end: it is cut off, or it is no VHD.",
    steps: ["Drop the file here: Platter says what format it is. It reads VHDX files only."],
  },
  {
    code: "0xC03A0002",
    name: "ERROR_VHD_DRIVE_FOOTER_CHECKSUM_MISMATCH",
    title: "The footer of a VHD has a wrong checksum",
    words: "virtual hard disk is corrupted drive footer checksum does not match",
    means: "The file is a VHD, the older format, with a damaged footer.",
    steps: [
      "A copy of the footer stands in the first 512 bytes of a dynamic VHD. Platter reads VHDX files only.",
    ],
  },
  {
    code: "0xC03A0004",
    name: "ERROR_VHD_FORMAT_UNKNOWN",
    title: "The file format is not recognized",
    words: "system does not recognize the file format of this virtual hard disk unknown",
    means:
      "The start of the file is not that of a VHDX: overwritten, encrypted, zeroed, or another format under this name.",
    steps: [DROP],
  },
  {
    code: "0xC03A0005",
    name: "ERROR_VHD_FORMAT_UNSUPPORTED_VERSION",
    title: "The version of the format is not supported",
    words: "version does not support this version of the file format unsupported",
    means: "A header says another version than 1, or the tool that opens the file is older than VHDX.",
    steps: [DROP],
  },
  {
    code: "0xC03A0009",
    name: "ERROR_VHD_BLOCK_ALLOCATION_FAILURE",
    title: "No new block could be allocated",
    words: "failed to write system failed to allocate a new block in the virtual hard disk",
    means: "The file could not grow: the drive is full, or the file has reached its largest size.",
    steps: ["Make room on the drive.", DROP],
  },
  {
    code: "0xC03A000A",
    name: "ERROR_VHD_BLOCK_ALLOCATION_TABLE_CORRUPT",
    title: "The block allocation table is corrupted",
    words: "virtual hard disk is corrupted block allocation table bat is corrupt",
    means:
      "The table that says where each block of the disk lies in the file (the BAT) holds entries that can't be right.",
    steps: [COPY_FIRST, DROP],
  },
  {
    code: "0xC03A000B",
    name: "ERROR_VHD_INVALID_BLOCK_SIZE",
    title: "The block size is invalid",
    words: "system does not support this version of the virtual hard disk block size is invalid corrupted",
    means: "The metadata names a block size that the format does not have.",
    steps: [COPY_FIRST, DROP],
  },
  {
    code: "0xC03A000C",
    name: "ERROR_VHD_BITMAP_MISMATCH",
    title: "The sector bitmap does not match the block",
    words: "block bitmap does not match with the block data present in the virtual hard disk",
    means: "In a disk with a parent, the bitmap that tells its own sectors from the parent's is damaged.",
    steps: [COPY_FIRST, CHAIN],
  },
  {
    code: "0xC03A000D",
    name: "ERROR_VHD_PARENT_VHD_NOT_FOUND",
    title: "The parent of the disk was not found",
    words:
      "chain of virtual hard disks is broken cannot locate the parent virtual hard disk for the differencing disk avhdx checkpoint",
    means:
      "A disk with a parent (a checkpoint, an .avhdx) can't be read without it. The parent was moved, renamed or deleted.",
    steps: [
      CHAIN,
      "Relink sets the path to the parent; or in PowerShell: [[Set-VHD -Path CHILD.avhdx -ParentPath PARENT.vhdx]].",
    ],
  },
  {
    // Set-VHD -IgnoreIdMismatch: https://learn.microsoft.com/powershell/module/hyper-v/set-vhd
    code: "0xC03A000E",
    name: "ERROR_VHD_CHILD_PARENT_ID_MISMATCH",
    title: "The parent is not the one that the child was made of",
    words:
      "chain of virtual hard disks is corrupted there is a mismatch in the identifiers of the parent virtual hard disk and differencing disk id checkpoint",
    means:
      "The parent's DataWriteGuid is another than the child names: the parent was written to after the child was made (started by itself, compacted, resized, repaired), or it is another file. Together they may be a mixture of two times.",
    steps: [
      COPY_FIRST + " Don't start any virtual machine with the parent alone.",
      CHAIN,
      "If the parent is the right file and was hardly written, Relink names its present GUID; or [[Set-VHD -Path CHILD.avhdx -ParentPath PARENT.vhdx -IgnoreIdMismatch]]. Check the file system afterwards.",
      "If several disks could be the parent, Choose parent tries each without writing anything.",
    ],
  },
  {
    code: "0xC03A000F",
    name: "ERROR_VHD_CHILD_PARENT_TIMESTAMP_MISMATCH",
    title: "The parent has another time stamp",
    words:
      "chain of virtual hard disks is corrupted time stamp of the parent virtual hard disk does not match the time stamp of the differencing disk",
    means: "A VHD (the older format) whose parent was changed or copied after the child was made.",
    steps: [
      "[[Set-VHD -Path CHILD.vhd -ParentPath PARENT.vhd]] sets the link anew. Check the file system afterwards.",
    ],
  },
  {
    code: "0xC03A0010",
    name: "ERROR_VHD_METADATA_READ_FAILURE",
    title: "The metadata could not be read",
    words: "failed to read the metadata of the virtual hard disk",
    means:
      "The metadata region, which holds the disk's size and block size, can't be read or makes no sense.",
    steps: [COPY_FIRST, DROP],
  },
  {
    code: "0xC03A0011",
    name: "ERROR_VHD_METADATA_WRITE_FAILURE",
    title: "The metadata could not be written",
    words: "failed to write to the metadata of the virtual hard disk",
    means: "The drive is full or write-protected, or the file is damaged.",
    steps: ["Look at the free space and at the file's attributes.", DROP],
  },
  {
    code: "0xC03A0012",
    name: "ERROR_VHD_INVALID_SIZE",
    title: "The size of the virtual disk is invalid",
    words: "size of the virtual hard disk is not valid",
    means: "The disk's size is 0, larger than 64 TiB, or not a multiple of its sector size.",
    steps: [COPY_FIRST, DROP],
  },
  {
    code: "0xC03A0013",
    name: "ERROR_VHD_INVALID_FILE_SIZE",
    title: "The file has a size that can't be right",
    words: "file size of this virtual hard disk is not valid truncated",
    means:
      "The file is shorter than its structures say: cut off by a copy that did not finish, or by a full drive.",
    steps: ["Copy the file again, if its source is still there.", DROP],
  },
  {
    // Where no disk can be made either: github.com/microsoft/WSL issues 10101, 41358.
    code: "0xC03A0014",
    name: "ERROR_VIRTDISK_PROVIDER_NOT_FOUND",
    title: "No driver for this kind of virtual disk",
    words: "virtual disk support provider for the specified file was not found",
    means:
      "Windows knows no virtual disk of this file's kind: a wrong ending of the name (.vhd for a VHDX), or a start of the file that is overwritten. Or the part of Windows that attaches virtual disks is missing or does not run.",
    steps: [
      "Look at the file name's ending: .vhdx, .avhdx or .vhd.",
      "If a new disk can't be made either, the fault is in Windows and not in the file: [[New-VHD -Path TEST.vhdx -SizeBytes 100MB -Dynamic]].",
      DROP,
    ],
  },
  {
    code: "0xC03A0015",
    name: "ERROR_VIRTDISK_NOT_VIRTUAL_DISK",
    title: "The disk is not a virtual disk",
    words: "specified disk is not a virtual disk",
    means: "The command was given a physical disk.",
    steps: ["Give it the path of the .vhdx file."],
  },
  {
    code: "0xC03A0016",
    name: "ERROR_VHD_PARENT_VHD_ACCESS_DENIED",
    title: "Access to the parent was denied",
    words:
      "chain of virtual hard disks is inaccessible process has not been granted access rights to the parent virtual hard disk",
    means:
      "The child can be opened, its parent can't: rights that the virtual machine's account lacks on the parent's file or folder.",
    steps: [
      `Give them: [[icacls PARENT.vhdx /grant "NT VIRTUAL MACHINE\\Virtual Machines:R"]].`,
      "Or remove the disk from the virtual machine's settings and add it again.",
    ],
  },
  {
    // Expanded below a checkpoint: https://learn.microsoft.com/archive/blogs/mrsnrub/avoid-expansion-if-youre-snap-happy
    code: "0xC03A0017",
    name: "ERROR_VHD_CHILD_PARENT_SIZE_MISMATCH",
    title: "Parent and child have different sizes",
    words:
      "chain of virtual hard disks is corrupted there is a mismatch in the virtual sizes of the parent virtual hard disk and differencing disk resized expanded checkpoint",
    means:
      "The parent was resized after the child was made, which breaks the chain: most often a disk that was expanded while it had checkpoints.",
    steps: [
      COPY_FIRST,
      CHAIN + " Facts shows the virtual size of each.",
      "Give the parent the size that it had: [[Resize-VHD -Path PARENT.vhdx -SizeBytes N]]. That is safe only if nothing was written behind the old end. Then merge the checkpoint, and resize after that.",
    ],
  },
  {
    code: "0xC03A0018",
    name: "ERROR_VHD_DIFFERENCING_CHAIN_CYCLE_DETECTED",
    title: "The chain leads back to itself",
    words:
      "chain of virtual hard disks is corrupted a differencing disk is indicated in its own parent chain cycle",
    means: "A disk names itself, or one of its children, as its parent.",
    steps: [CHAIN, "Relink sets the right parent."],
  },
  {
    code: "0xC03A0019",
    name: "ERROR_VHD_DIFFERENCING_CHAIN_ERROR_IN_PARENT",
    title: "A parent of the disk can't be opened",
    words:
      "chain of virtual hard disks is inaccessible there was an error opening a virtual hard disk further up the chain",
    means: "The fault is not in this file but in one of its parents.",
    steps: [
      CHAIN,
      "Repair the parent first. Never start a virtual machine with the parent alone: its child would no longer fit.",
    ],
  },
  {
    // Sparse files are refused though the message of older versions of Windows does not say so; fsutil: learn.microsoft.com,
    // "fsutil sparse"; WSL's own sparse disks (wsl --manage --set-sparse): learn.microsoft.com/windows/wsl/disk-space.
    code: "0xC03A001A",
    name: "ERROR_VIRTUAL_DISK_LIMITATION",
    title: "The file is sparse, compressed or encrypted",
    words:
      "requested operation could not be completed due to a virtual disk system limitation files must be uncompressed and unencrypted and must not be sparse integrity ntfs refs",
    means:
      "Windows attaches no virtual disk whose file is marked as sparse, compressed or encrypted. The bytes of the file may be perfectly fine. A browser can't see these marks.",
    steps: [
      `Sparse? [[fsutil sparse queryflag ${FILE}]]. Take the mark off: [[fsutil sparse setflag ${FILE} 0]].`,
      `Compressed? [[compact ${FILE}]] (a C before the name). Take it off: [[compact /u ${FILE}]].`,
      `Encrypted? [[cipher ${FILE}]] (an E before the name). Take it off: [[cipher /d ${FILE}]]. On ReFS: [[Set-FileIntegrity ${FILE} -Enable $false]].`,
    ],
  },
  {
    code: "0xC03A001B",
    name: "ERROR_VHD_INVALID_TYPE",
    title: "Not possible for a disk of this type",
    words: "requested operation cannot be performed on a virtual disk of this type",
    means: "For example: a fixed disk can't be compacted, a disk with a parent can't be expanded.",
    steps: ["Drop the file here: Facts says what type it is. Flatten or Merge make a disk without a parent."],
  },
  {
    code: "0xC03A001C",
    name: "ERROR_VHD_INVALID_STATE",
    title: "Not possible in the present state of the disk",
    words: "requested operation cannot be performed on the virtual disk in its current state",
    means: "The disk is attached, or has children that depend on it.",
    steps: [SHUT, "Detach the disk. Don't change a disk that has checkpoints."],
  },
  {
    code: "0xC03A001D",
    name: "ERROR_VIRTDISK_UNSUPPORTED_DISK_SECTOR_SIZE",
    title: "The sector size does not fit",
    words:
      "sector size of the physical disk on which the virtual disk resides is not supported 4096 4k native",
    means:
      "The drive that holds the file has sectors of 4 KiB, and the virtual disk needs 512 bytes, or the other way round.",
    steps: [
      "Move the file to a drive with the other sector size.",
      "Facts shows the sectors of the virtual disk.",
    ],
  },
  {
    code: "0xC03A0025",
    name: "ERROR_VHD_RESIZE_WOULD_TRUNCATE_DATA",
    title: "Resizing would cut data off",
    words:
      "requested resize operation could not be completed because it might truncate user data residing on the virtual disk shrink",
    means: "The last partition reaches behind the new end of the disk.",
    steps: ["Shrink the partition first, in Disk Management or with diskpart."],
  },
];
