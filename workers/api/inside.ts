/** A part of the virtual disk, and what was recognised at its start. */
export interface InsideVolume {
  /** Number of the partition; null for the whole disk. */
  readonly partition: number | null;
  /** What the partition's type says it is for; null for the whole disk. */
  readonly purpose: string | null;
  /** Byte offset in the virtual disk. */
  readonly offset: number;
  /** Bytes, as the partition table says; it may reach past the end of the disk. */
  readonly length: number;
  /** "ext4", "NTFS", "LUKS 2"; null where nothing was recognised. */
  readonly content: string | null;
  readonly label: string | null;
  /** Bytes that the file system says it has; null where it does not say. */
  readonly size: number | null;
  /** Content and state as a clause: "ext4, marked as having errors". */
  readonly words: string;
}

/** What the virtual disk of a layer holds, as far as a few reads tell. Its files are not read. */
export interface Inside {
  /** A clause that follows "Inside:". */
  readonly words: string;
  /** Kind of the partition table; null where there is none. */
  readonly table: "MBR" | "GPT" | null;
  /** The partitions that were looked into, or the whole disk. */
  readonly volumes: readonly InsideVolume[];
}
