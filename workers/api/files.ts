import type { DamageKind } from "./files-counts.ts";
import type { ImageId } from "./image.ts";
import type { LayerRef } from "./layer.ts";
import type { Severity } from "./severity.ts";
import type { Span } from "./span.ts";

/**
 * Names a volume of a layer's virtual disk: "disk", "partition-2", "lvm-vg0/root", "space-1048576". The same place has the same id
 * on every layer.
 */
export type VolumeId = string;

/** Names a file or folder inside its file system: an inode, a record of the MFT, a directory entry. Below 2^53. */
export type FileNode = number;

/** What a file or folder is. */
export type FileKind =
  | "file"
  | "directory"
  | "symlink"
  | "block-device"
  | "character-device"
  | "fifo"
  | "socket"
  | "unknown";

/** A name as it is stored. */
export interface FileName {
  /** For people; what is no text is replaced. */
  readonly text: string;
  /** The stored bytes (ext, XFS), or the UTF-8 of the text (NTFS, FAT). */
  readonly bytes: Uint8Array;
}

/** Which file system a call is about, and how its journal is read. */
export interface FilesAt {
  readonly image: ImageId;
  readonly layer: LayerRef;
  readonly volume: VolumeId;
  /** Transactions of the journal that are applied in memory, from the first on; null for all, 0 for the volume as it is stored. */
  readonly transactions: number | null;
}

/** A part of the virtual disk that can hold a file system. */
export interface FilesVolume {
  readonly id: VolumeId;
  /** From 1 on, in the order of the list: what the command line calls `--volume`. */
  readonly number: number;
  /**
   * - `disk`: the whole disk, or what a partition table was written over.
   * - `partition`: a partition of the table.
   * - `logical`: a logical volume of LVM2.
   * - `space`: a file system that no partition names, such as one of a deleted partition.
   */
  readonly kind: "disk" | "partition" | "logical" | "space";
  /** "Partition 2", "Whole disk", "Logical volume vg0/root". */
  readonly title: string;
  /** Number of the partition in its table; null for all others. */
  readonly partition: number | null;
  /** What the partition's type says it is for; null where nothing says that. */
  readonly purpose: string | null;
  /** Where the volume begins on the virtual disk, bytes. */
  readonly offset: number;
  /** Bytes, as the table says; it may reach past the end of the disk. */
  readonly length: number;
  /** "ext4", "NTFS", "LUKS 2"; null where nothing was recognised. */
  readonly content: string | null;
  readonly label: string | null;
  /** Content and state as a clause: "ext4, marked as having errors". */
  readonly words: string;
  /**
   * - `files`: a file system that Platter reads. Whether its files can be read is known once it is opened.
   * - `named`: recognised, and not read here: `opener` says what reads it.
   * - `parts`: it holds other volumes of the list, as a physical volume of LVM2 does.
   * - `unknown`: nothing was recognised at its start. Opening it tries all file systems, by their copies too.
   */
  readonly reading: "files" | "named" | "parts" | "unknown";
  /** What would open it, as a sentence; null where Platter reads it, or nothing is known. */
  readonly opener: string | null;
  /** What of the volume is not there, each as a sentence: "Physical volume pv1 is on another disk." */
  readonly problems: readonly string[];
}

/** The volumes of a layer's virtual disk. */
export interface FilesVolumes {
  /** A clause that follows "Inside:". */
  readonly words: string;
  readonly volumes: readonly FilesVolume[];
  /** The volume to show first: the largest whose files Platter reads; null where there is none. */
  readonly first: VolumeId | null;
}

/** What is wrong with a file system, and where. */
export interface FilesProblem {
  /** Kebab-case, stable. */
  readonly code: string;
  readonly severity: Severity;
  /** A sentence. */
  readonly message: string;
  /** Bytes from the start of the volume; null where it has no place. */
  readonly run: Span | null;
  readonly node: FileNode | null;
}

/** A file system that was opened. */
export interface FilesSystem {
  /** "ext4", "NTFS", "exFAT", "XFS". */
  readonly name: string;
  readonly label: string | null;
  readonly uuid: string | null;
  /** Bytes. */
  readonly blockSize: number;
  readonly size: number;
  /** Bytes that hold something, as its own counters say; null where it keeps none. */
  readonly used: number | null;
  /** Files and folders in use, as its own counters say; null where it keeps none. */
  readonly files: number | null;
  /** State in words, each a clause: "not unmounted", "found by a backup superblock". */
  readonly state: readonly string[];
  /** Transactions of the journal that were not applied to the volume; null without a journal that can be replayed. */
  readonly pendingTransactions: number | null;
  /** Those of them that are applied in memory in this view. */
  readonly appliedTransactions: number;
  /** "ext4, 757 files, 12.1 GiB used of 1 TiB; the journal holds 300 transactions that were not applied on disk; Platter applies them in memory" */
  readonly words: string;
  readonly root: FileNode;
  readonly problems: readonly FilesProblem[];
}

/** The volumes of a layer's virtual disk, with what the file systems on the first few of them say of themselves. */
export interface FilesOverview extends FilesVolumes {
  readonly systems: readonly { readonly volume: VolumeId; readonly system: FilesSystem }[];
}

/** Nanoseconds since 1970 in UTC; null where the file system has no such time. */
export interface FileTimes {
  readonly modified: bigint | null;
  readonly accessed: bigint | null;
  readonly changed: bigint | null;
  readonly created: bigint | null;
}

/** Why the content of a file is not what its owner would see. */
export interface FileLimit {
  readonly kind: "encrypted" | "offline" | "deduplicated" | "unsupported" | "damaged";
  /** A sentence, with what would open it. */
  readonly words: string;
}

/** What the file system keeps about a file or folder. */
export interface FileStat {
  readonly node: FileNode;
  readonly kind: FileKind;
  /** Bytes of the content; of a symlink, of its target. */
  readonly size: number;
  /** Bytes of the volume that hold it. */
  readonly allocated: number;
  readonly links: number;
  /** Permission bits with setuid, setgid and sticky (0o7777); null where the file system has none. */
  readonly mode: number | null;
  readonly owner: { readonly user: number; readonly group: number } | null;
  readonly times: FileTimes;
  /** Target of a symlink or junction as it is stored; null for anything else. */
  readonly target: FileName | null;
  readonly device: { readonly major: number; readonly minor: number } | null;
  /** Named streams beside the content (NTFS). */
  readonly streams: readonly { readonly name: string; readonly size: number }[];
  /** Extended attributes with their prefix: "user.note". */
  readonly attributes: readonly { readonly name: string; readonly value: Uint8Array }[];
  /** Marks as the system of the volume calls them: "hidden", "read-only", "immutable". */
  readonly flags: readonly string[];
  readonly limit: FileLimit | null;
}

/** A row of a folder. */
export interface FileRow {
  readonly name: FileName;
  readonly node: FileNode;
  /** As the folder says; "unknown" where it says nothing. */
  readonly kind: FileKind;
  /** Null where it can't be read. */
  readonly stat: FileStat | null;
}

/** A part of a folder, in stored order. */
export interface FolderRows {
  readonly rows: readonly FileRow[];
  /** Where the list goes on, for the next call; null at its end. */
  readonly next: string | null;
  /** What of the folder can't be read, each as a sentence. */
  readonly problems: readonly string[];
}

/** A step of a path. */
export interface PathStep {
  readonly name: FileName;
  readonly node: FileNode;
}

/** Where a path leads. */
export interface FoundPath {
  /** From the root, which is not among them, as far as the path could be followed. */
  readonly steps: readonly PathStep[];
  /** The node that the path names; null where it does not exist. */
  readonly node: FileNode | null;
  /** The name that is not there; null where all of the path is. */
  readonly missing: string | null;
}

/** Bytes of a file. */
export interface FileContentBytes {
  readonly offset: number;
  /** Zeros where they can't be read. Shorter than asked for at the end of the file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of the whole content. */
  readonly size: number;
  /** Runs of the answer that could not be read, with the reason as a sentence. */
  readonly unreadable: readonly (Span & { readonly reason: string })[];
}

/** A run of the virtual disk, and where its bytes come from. */
export interface DiskPlace extends Span {
  /** The file of the chain that decides what the run reads as: 0 for the disk itself, 1 for its parent. */
  readonly link: number;
  /** Name of that file; null where it is not open. */
  readonly fileName: string | null;
  /** Offset in that file, bytes; null where nothing is stored there. */
  readonly fileOffset: number | null;
  /** What the run reads as where nothing is stored. */
  readonly kind: "file" | "zero" | "missing" | "unreadable";
}

/** A run of a file, and where it lies. Offset and length count in the file. */
export interface FilePlace extends Span {
  /**
   * - `stored`: its bytes as they are on the volume.
   * - `packed`: computed from `volume`: a compressed run, a value inside a structure.
   * - `zero`: a hole.
   * - `unreadable`: `reason` says why.
   */
  readonly kind: "stored" | "packed" | "zero" | "unreadable";
  readonly reason: string | null;
  /** The run of the volume; null where there is none. */
  readonly volume: Span | null;
  /** The same on the virtual disk and in its files; a logical volume or a chain can cut it into several. */
  readonly disk: readonly DiskPlace[];
}

/** Where a range of a file lies. */
export interface FilePlaces {
  readonly runs: readonly FilePlace[];
  /** Where the runs end in the file: before the end of the range where it has more runs than an answer holds. */
  readonly end: number;
}

/** A structure of a file system on its volume. */
export interface FilesStructure {
  /** "inode 12", "MFT record 64". */
  readonly label: string;
  /** Run of the volume. */
  readonly volume: Span;
  /** Where it begins on the virtual disk; null where that is not there. */
  readonly diskOffset: number | null;
  readonly fields: readonly FilesField[];
}

/** A field of a structure. */
export interface FilesField {
  readonly name: string;
  readonly meaning: string;
  readonly value: string;
  /** Bytes from the start of the structure. */
  readonly offset: number;
  readonly length: number;
}

/** A file or folder that was found, with its path from the folder that was searched, or from the root of its volume. */
export interface FoundFile {
  readonly node: FileNode;
  readonly kind: FileKind;
  /** Names from there to the file. */
  readonly path: readonly FileName[];
  /** The nodes of these names: the folders on the way, then the file itself. */
  readonly nodes: readonly FileNode[];
  readonly size: number | null;
  readonly modified: bigint | null;
}

/** Which names are searched for. */
export interface FindFilesRequest {
  /** Part of a name, in any case. With `*` or `?` the whole name has to match. */
  readonly text: string;
  /** Where the search begins; null for the root. */
  readonly folder: FileNode | null;
  /** Hits at most. */
  readonly limit: number;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** Files and folders that were looked at. */
  readonly looked: number;
  /** False where the limit ended the search. */
  readonly complete: boolean;
}

/** The form in which files are extracted. */
export type ExtractKind = "tar" | "zip" | "folder";

/** Where extracted files go: an archive as any export, or a folder that the user picked. */
export type ExtractDestination =
  | { readonly kind: "download" }
  | { readonly kind: "handle"; readonly handle: FileSystemFileHandle }
  | { readonly kind: "folder"; readonly handle: FileSystemDirectoryHandle };

/** What is extracted. */
export interface ExtractRequest {
  /** `folder` goes with a destination of that kind, the others with a download or a handle. */
  readonly as: ExtractKind;
  /** Files and folders with all that they hold. The root as the only one extracts all files, without a folder around them. */
  readonly nodes: readonly ExtractPick[];
  /** Whether a list of all files with their SHA-256 is made. Needs all bytes to be read once by the engine. */
  readonly manifest: boolean;
}

/** A file or folder that is extracted under a name. */
export interface ExtractPick {
  readonly node: FileNode;
  /** Null for the root. */
  readonly name: FileName | null;
  /** Whether it was deleted, so that its content may be overwritten. */
  readonly isDeleted?: boolean;
}

/** Something about an extracted file that the user should know. */
export interface ExtractProblem {
  /** Path in the file system. */
  readonly path: string;
  readonly kind: "renamed" | "zeroed" | "unreadable" | "limited" | "deleted" | "left-out" | "metadata";
  /** A sentence. */
  readonly words: string;
}

export interface ExtractResult {
  /** The archive of a download; null for others. */
  readonly blob: Blob | null;
  /** The manifest (JSON), beside the archive or in the folder; null where none was asked for. */
  readonly manifest: Blob | null;
  /** Bytes of the archive, or of all files in a folder. */
  readonly size: number;
  readonly files: number;
  readonly folders: number;
  /** The first 10,000 of them. */
  readonly problems: readonly ExtractProblem[];
  /** All of them. */
  readonly problemCount: number;
  /** Runs that could not be read and that the user agreed to fill with zeros: a line of text for each. */
  readonly zeroed: readonly string[];
}

/** What is said of an extraction beforehand. */
export interface ExtractPlan {
  readonly fileName: string;
  /** How the archive is used further, as a sentence; null where there is nothing to say. */
  readonly note: string | null;
}

/** A file that damaged ranges hit. */
export interface DamagedFile extends FoundFile {
  /** Damaged bytes of its content. */
  readonly damaged: number;
  readonly kinds: readonly DamageKind[];
}

/** What the damage of the disk did to a file system. */
export interface DamageReport {
  /** Files and folders that were looked at: all that the walk came by. */
  readonly looked: number;
  /** Damaged files, the first 10,000 of them. */
  readonly files: readonly DamagedFile[];
  /** All damaged files. */
  readonly count: number;
  /** Damaged bytes of the volume in parts that no file uses. */
  readonly unowned: number;
  /** Damaged bytes of the volume in structures of the file system: more files may be damaged than were found. */
  readonly metadata: number;
  /** Damaged bytes of the volume. */
  readonly bytes: number;
  /** "312 of 41,000 files are damaged; the others are whole." */
  readonly words: string;
  /** Whether owners are known to the byte; false where there were too many runs, so that a neighbour may be named too. */
  readonly exact: boolean;
}

/** A file that differs between two views. */
export interface ChangedFile extends FoundFile {
  readonly change: "added" | "removed" | "changed";
  /** What changed: "content", "streams", "kind", "size", "time", "mode", "owner", "target". */
  readonly what: readonly string[];
}

export interface FilesChanges {
  /** The first 10,000 of them. */
  readonly files: readonly ChangedFile[];
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Files and folders that were compared. */
  readonly looked: number;
  /** What was compared, as a sentence: "Content was compared where the disk's blocks differ." */
  readonly words: string;
}

/** How much of a file system is in use. */
export interface VolumeSpace {
  readonly volume: VolumeId;
  readonly title: string;
  /** Bytes of the file system, as it says. */
  readonly size: number;
  /** Bytes in use, counted in its bitmaps; null where a part of them can't be read, or has too many runs to be kept. */
  readonly used: number | null;
}

/** How much of what a file stores of its disk holds something. */
export interface SpaceReport {
  /** Bytes of the disk's blocks that are stored in this file. */
  readonly stored: number;
  /** Bytes of whole stored blocks that no file system uses: what a compaction can give back. */
  readonly reclaimable: number;
  /** Blocks that these bytes lie in. Of a block that a child stores in part, only that part is in `reclaimable`. */
  readonly blocks: number;
  /** Whether `reclaimable` is all; where not, volumes, bitmaps or logs that can't be read may tell of more. */
  readonly isComplete: boolean;
  /** The file systems whose bitmaps were read. */
  readonly volumes: readonly VolumeSpace[];
  /** "88 GiB of 120 GiB could be given back, in whole blocks of 32 MiB" */
  readonly words: string;
  /** Blocks of the virtual disk that are stored and hold nothing in use, as runs of the disk; the first 65,536. */
  readonly runs: readonly Span[];
}

/** A file that was deleted. */
export interface DeletedFile {
  readonly node: FileNode;
  /** Null where no name is left. */
  readonly name: FileName | null;
  /** A folder that can be listed; null where none is known. */
  readonly parent: FileNode | null;
  readonly size: number;
  /** Whether only its name is gone: it is in use, and no folder names it. */
  readonly inUse: boolean;
  /** Bytes of its content in parts of the volume that are free still; the rest may be overwritten. */
  readonly free: number;
  /** Nanoseconds since 1970; null where unknown. */
  readonly deleted: bigint | null;
}

export interface DeletedFiles {
  /** The first 10,000 of them. */
  readonly files: readonly DeletedFile[];
  readonly count: number;
}

/** What owns a byte of the virtual disk. */
export interface OwnerOf {
  /** The volume that the byte lies in; null where it lies in none. */
  readonly volume: VolumeId | null;
  /** Offset in the volume. */
  readonly volumeOffset: number | null;
  /** The file whose content it is; null where it is no file's. */
  readonly file: FoundFile | null;
  /** Offset in the file's content; null where it is no file's, or the file is packed. */
  readonly fileOffset: number | null;
  /** What holds the byte: a file's content, whether a folder names it or not; a structure of the file system; or nothing that is known. */
  readonly kind: "file" | "structure" | "none";
  /** "content of etc/hosts", "structure of the file system", "free space", "not known" */
  readonly words: string;
}
