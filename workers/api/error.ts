/** Why a request failed. Codes are kebab-case and stable. */
export type ErrorCode =
  /** The file could not be read at the first try: another program holds it. */
  | "file-in-use"
  /** The file changed on disk after it was opened. */
  | "file-changed"
  /** The file is no longer there. */
  | "file-vanished"
  /** Permission to read or write was refused or taken back. */
  | "permission-denied"
  /** No room where the result should go. */
  | "no-space"
  /** A run of the file can't be read, though other parts of it can. */
  | "read-failed"
  /** Any other failed read or write. */
  | "io"
  /** A read outside the store. */
  | "out-of-range"
  /** The block cannot be read: its BAT entry is broken, or it lies beyond the end of the file. */
  | "unreadable-block"
  /** The bytes are in a parent disk that is not open. */
  | "needs-parent"
  /** The layer or the virtual disk is not offered for this image. */
  | "not-available"
  /** The user cancelled the job. */
  | "cancelled"
  /** The caller asked for something that makes no sense. */
  | "misuse"
  /** An unexpected exception in the engine: a bug. */
  | "internal";

/** The fields of an engine error that cross the worker boundary. */
export interface ErrorFields {
  readonly name: "VhdxError";
  readonly code: ErrorCode;
  readonly message: string;
  /** Byte offset the error is about (file or virtual disk, see `structure`), or null. */
  readonly offset: number | null;
  /** What was being read or written: "file", "virtual disk", "log", … or null. */
  readonly structure: string | null;
}
