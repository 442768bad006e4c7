/** Why a range of the virtual disk is damaged. */
export type DamageKind = "cut-off" | "unreadable" | "missing-parent" | "overlap" | "zeroed";

/** Files and folders of a whole file system, counted by a walk. */
export interface FilesCount {
  readonly files: number;
  readonly folders: number;
  readonly links: number;
  readonly others: number;
  /** Bytes of the content of all files; a file with several names counts once for each. */
  readonly bytes: number;
  /** Entries whose node can't be read. */
  readonly unreadable: number;
}
