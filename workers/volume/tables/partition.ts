/** A partition, as its table has it. */
export interface Partition {
  /** Its number, as Linux counts: from 1, logical ones from 5. */
  readonly number: number;
  /** What its type says it is for, in words. */
  readonly purpose: string;
  /** Whether a partition of this type holds no file system. */
  readonly reserved: boolean;
  /** Bytes from the start of the disk. */
  readonly offset: number;
  /** Bytes; may reach past the end of the disk. */
  readonly size: number;
}

/** The state of one of a table's copies. */
export type CopyState = "sound" | "damaged" | "missing" | "unreadable";

/** A partition table. */
export interface PartitionTable {
  readonly kind: "MBR" | "GPT";
  readonly partitions: readonly Partition[];
  /** Whether not all partitions were read. */
  readonly more: boolean;
  /** Bytes of the sectors that the table counts in. */
  readonly sectorSize: number;
  /** The copies of a GPT; null for an MBR, which has none. */
  readonly copies: { readonly first: CopyState; readonly backup: CopyState } | null;
  /** Whether the table was made for a longer disk. */
  readonly isCutOff: boolean;
}
