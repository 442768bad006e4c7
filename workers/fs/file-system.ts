import type { Steps } from "../bytes/steps.ts";
import type { ReadableStore } from "../store/store.ts";

/**
 * Names a file or folder inside its file system: the inode (ext, XFS), the record of the MFT (NTFS), the byte offset of the directory
 * entry (FAT, exFAT). Deleted files have numbers of their own where the file system has none for them. Below 2^53.
 */
export type NodeId = number;

export type NodeKind =
  | "file"
  | "directory"
  | "symlink"
  | "block-device"
  | "character-device"
  | "fifo"
  | "socket"
  | "unknown";

/** A name as it is stored. */
export interface StoredName {
  /** For people; what is no text is replaced. */
  readonly text: string;
  /** The stored bytes (ext, XFS), or the UTF-8 of the text (NTFS, FAT). Never changed for display. */
  readonly bytes: Uint8Array;
}

/** An entry of a folder. `.` and `..` are left out. */
export interface FolderEntry {
  readonly name: StoredName;
  readonly node: NodeId;
  /** What the entry itself says of its node; "unknown" where it says nothing. */
  readonly kind: NodeKind;
}

/** Where a list goes on. Opaque outside of the file system that made it; plain data. */
export type ListCursor = string;

/** A part of a folder. */
export interface FolderPage {
  readonly entries: readonly FolderEntry[];
  /** Where the list goes on; null at its end. */
  readonly next: ListCursor | null;
  /** What of the folder can't be read, each as a sentence: its other entries are given all the same. */
  readonly problems: readonly string[];
}

/** Nanoseconds since 1970 in UTC; null where the file system has no such time. */
export interface NodeTimes {
  readonly modified: bigint | null;
  readonly accessed: bigint | null;
  /** Change of the inode (`ctime`), or of the MFT record. */
  readonly changed: bigint | null;
  readonly created: bigint | null;
}

/** A named value of a file: an extended attribute with its prefix ("user.note"). */
export interface NodeAttribute {
  readonly name: string;
  readonly value: Uint8Array;
}

/** Why the content of a file is not what its owner would see. */
export interface ContentLimit {
  readonly kind: "encrypted" | "offline" | "deduplicated" | "unsupported" | "damaged";
  /** A sentence, with what would open it. */
  readonly words: string;
}

/** What the file system keeps about a node. */
export interface NodeStat {
  readonly node: NodeId;
  readonly kind: NodeKind;
  /** Bytes of the content; of a symlink, of its target. */
  readonly size: number;
  /** Bytes of the volume that hold it. */
  readonly allocated: number;
  readonly links: number;
  /** Permission bits with setuid, setgid and sticky (0o7777); null where the file system has none. */
  readonly mode: number | null;
  readonly owner: { readonly user: number; readonly group: number } | null;
  readonly times: NodeTimes;
  /** Target of a symlink or junction as it is stored; null for anything else. */
  readonly target: StoredName | null;
  readonly device: { readonly major: number; readonly minor: number } | null;
  /** Named streams beside the content (NTFS). */
  readonly streams: readonly { readonly name: string; readonly size: number }[];
  readonly attributes: readonly NodeAttribute[];
  /** Marks as the system of the volume calls them: "hidden", "read-only", "immutable". */
  readonly flags: readonly string[];
  readonly limit: ContentLimit | null;
}

/** Where a run of a file comes from. Offsets are bytes from the start of the volume. */
export type FileSource =
  | { readonly kind: "volume"; readonly offset: number }
  /** A hole, an unwritten extent, or what lies past the initialized size. */
  | { readonly kind: "zero" }
  /** Computed from other bytes: a compressed run, a resident value. They lie at `offset`, `length` bytes long. */
  | { readonly kind: "packed"; readonly offset: number; readonly length: number }
  /** Why it can't be read: a sentence that stands alone, with a capital letter and a period. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** A run of a file whose bytes have one source. */
export interface FileExtent {
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly length: number;
  readonly source: FileSource;
}

/**
 * The content of a file: read as a virtual disk is. A read of an unreadable run rejects with `unreadable-block`; all other runs can be
 * read.
 */
export interface FileContent extends ReadableStore {
  /** Runs of `[offset, offset + length)` in order, without gaps. Lazy: a file of terabytes costs nothing before it is asked. */
  extents(offset: number, length: number): Iterable<FileExtent>;
}

/** A run of the volume, bytes. */
export interface VolumeRun {
  readonly offset: number;
  readonly length: number;
}

/** What of a volume is allocated to nothing. */
export interface FreeSpace {
  /** In order, joined. What is not known counts as used. */
  readonly runs: readonly VolumeRun[];
  /** Whether every part of the volume is known to be free or used; where not, more may be free than the runs say. */
  readonly isComplete: boolean;
}

/** A structure of the file system on the volume that has to do with a node, or with the file system as a whole. */
export interface FsStructure extends VolumeRun {
  /** "inode 12", "extent tree block", "MFT record 64". */
  readonly label: string;
  /** Name of its table in `structs/`; null for one without fields. */
  readonly table: string | null;
}

/** A file that was deleted, or that no folder names. */
export interface DeletedEntry {
  readonly node: NodeId;
  /** Null where no name is left. */
  readonly name: StoredName | null;
  /** Folder that it was in; null where unknown. */
  readonly parent: NodeId | null;
  readonly size: number;
  /** Whether only its name is gone: its node is in use, and no folder names it. */
  readonly inUse: boolean;
  /** Bytes of its content that lie in parts of the volume that are free still; the rest was given to something else. */
  readonly free: number;
  readonly deleted: bigint | null;
}

/** A node that a walk comes by. Hard links come once for each name. */
export interface WalkedEntry {
  readonly parent: NodeId;
  readonly entry: FolderEntry;
  /** Names from the root of the volume to the entry, without a leading slash. */
  readonly path: readonly StoredName[];
  readonly stat: NodeStat | null;
}

/** A volume with transactions of its journal applied in memory. */
export interface AppliedVolume extends ReadableStore {
  /** Runs that are read from the journal, in order, neighbours joined. */
  runs(): Iterable<VolumeRun>;
}

/** What a file system says of itself. */
export interface FsFacts {
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
  /** State in words, each a clause behind the name: "not unmounted", "marked as having errors", "found by a backup superblock". */
  readonly state: readonly string[];
  /** Transactions of the journal that were not applied to the volume; null without a journal that can be replayed. */
  readonly pendingTransactions: number | null;
  /** Whether its log holds nothing that can't be applied here. Where it may, bitmaps can call free what the guest wrote last. */
  readonly isCurrent: boolean;
}

/** What is wrong with a file system: words, and where. */
export interface FsProblem {
  /** Kebab-case, stable. */
  readonly code: string;
  readonly severity: "error" | "warning" | "info";
  /** A sentence. */
  readonly message: string;
  readonly run: VolumeRun | null;
  readonly node: NodeId | null;
}

/**
 * A file system on a volume, as far as it can be read. All calls are synchronous and read through the volume's store. A damaged
 * structure is a problem in a list, never an exception; what is thrown says nothing of the volume: bytes that are not in memory yet,
 * a file that changed, a cancel. No memory is taken by a size that the volume states, and every walk ends.
 */
export interface FileSystem {
  readonly facts: FsFacts;
  readonly root: NodeId;
  /** The volume as it is read; null where it is read as it is stored. */
  readonly applied: AppliedVolume | null;
  /** Problems found on opening, and since by other calls. Bounded; the last one says how many are left out. */
  problems(): readonly FsProblem[];
  /**
   * Entries of a folder in stored order. What their stats need is read ahead in few reads; a page has fewer entries than its limit where
   * that would take many.
   *
   * @param cursor from the page before; null for the first page
   * @param limit entries at most, 1 to 4096
   */
  list(folder: NodeId, cursor: ListCursor | null, limit: number): FolderPage;
  /** The node of a name in a folder, by the rules of the file system (case of NTFS, FAT); null where there is none. */
  lookup(folder: NodeId, name: Uint8Array): NodeId | null;
  /** Null where the node can't be read, or nothing is left of it. Of a deleted file, what is left of it, with the flag "deleted". */
  stat(node: NodeId): NodeStat | null;
  /** @param stream name of a stream (NTFS); null for the content. Null where there is none, or the node can't be read. */
  open(node: NodeId, stream: string | null): FileContent | null;
  /** All files and folders, folders before what they hold, each folder once. Reads inode tables and the MFT ahead. */
  walk(from: NodeId, take: (entry: WalkedEntry) => void): Steps<void>;
  /** Null where the bitmaps can't be read at all. */
  free(): Steps<FreeSpace | null>;
  /** Runs that hold structures of the file system itself: superblocks, tables, journal, MFT. In order. */
  metadata(): Steps<readonly VolumeRun[]>;
  deleted(take: (entry: DeletedEntry) => void): Steps<void>;
  /** Structures of a node; of the file system as a whole for null. */
  structures(node: NodeId | null): readonly FsStructure[];
}

/** How a file system with a journal is looked at. */
export interface OpenOptions {
  /** Transactions that are applied in memory, from the first on; null for all, 0 for the volume as it is stored. */
  readonly transactions: number | null;
}

/** A kind of file system. */
export interface FileSystemReader {
  /**
   * Opens the file system on a volume; null where the volume holds no such one. Tries copies where its start is gone.
   *
   * @param volume the volume alone: offset 0 is its first byte. It may be shorter than the file system says.
   */
  open(volume: ReadableStore, options: OpenOptions): FileSystem | null;
}
