import type { Struct } from "../bytes/struct.ts";
import type { ReadableStore } from "../store/store.ts";
import { EXT_READER } from "./ext/reader.ts";
import { EXFAT_READER } from "./fat/exfat/exfat-file-system.ts";
import { FAT_READER } from "./fat/fat-file-system.ts";
import type { FileSystem, FileSystemReader, OpenOptions } from "./file-system.ts";
import { NTFS_READER } from "./ntfs/ntfs.ts";
import { XFS_READER } from "./xfs/xfs-file-system.ts";
import { EXFAT_TABLES, EXT_TABLES, FAT_TABLES, NTFS_TABLES, XFS_TABLES } from "./tables.ts";

/** A reader, and which volumes it is tried on first. */
export interface KnownReader {
  /** Whether it reads what a look at the volume recognised: "ext4", "FAT32". */
  readonly reads: (content: string) => boolean;
  readonly reader: FileSystemReader;
  /** The tables that `structures` of its file systems name, by their names. */
  readonly tables: readonly Struct[];
}

/** All readers, in the order in which they are tried where nothing was recognised. */
export const READERS: readonly KnownReader[] = [
  { reads: (content) => /^ext[234]$/.test(content), reader: EXT_READER, tables: EXT_TABLES },
  { reads: (content) => content === "NTFS", reader: NTFS_READER, tables: NTFS_TABLES },
  { reads: (content) => content === "XFS", reader: XFS_READER, tables: XFS_TABLES },
  { reads: (content) => content === "exFAT", reader: EXFAT_READER, tables: EXFAT_TABLES },
  { reads: (content) => /^FAT(12|16|32)$/.test(content), reader: FAT_READER, tables: FAT_TABLES },
];

/** A file system, and the reader that opened it. */
export interface OpenedFileSystem {
  readonly fs: FileSystem;
  readonly reader: KnownReader;
}

/**
 * Opens the file system on a volume; null where none is found.
 *
 * @param content what was recognised; null where nothing was: then all readers are tried
 */
export function openFileSystem(
  volume: ReadableStore,
  content: string | null,
  options: OpenOptions,
  readers: readonly KnownReader[] = READERS,
): OpenedFileSystem | null {
  const tried = content === null ? readers : readers.filter(({ reads }) => reads(content));
  for (const reader of tried) {
    const fs = reader.reader.open(volume, options);
    if (fs !== null) return { fs, reader };
  }
  return null;
}
