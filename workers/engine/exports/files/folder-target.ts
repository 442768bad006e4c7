import type { NameRules } from "./safe-name.ts";

/** A file of the target that is being written. */
export interface TargetFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Leaves zeros. */
  skip(length: number): Promise<void>;
  /** Ends the file. @param modified nanoseconds since 1970; null where unknown */
  end(modified: bigint | null): Promise<void>;
  /** Removes what was written. */
  abort(): Promise<void>;
}

/** A folder that files are extracted to. Paths are names below it, and made for it. */
export interface FolderTarget {
  readonly rules: NameRules;
  /** Whether something with this name lies in the folder itself. */
  exists(name: string): Promise<boolean>;
  /** Makes a folder. False where the place takes no folder of this name. */
  folder(path: readonly string[]): Promise<boolean>;
  /** Sets the time of a folder, once all in it is there; null where the place can't. */
  readonly folderTime: ((path: readonly string[], modified: bigint) => Promise<void>) | null;
  /** Null where the place takes no file of this name. @param mode permission bits; null where unknown */
  file(path: readonly string[], mode: number | null): Promise<TargetFile | null>;
  /** Null where the place has no links. They are made once all else is there, so that nothing is written through one. */
  readonly link: ((path: readonly string[], target: Uint8Array) => Promise<void>) | null;
}
