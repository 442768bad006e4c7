import type { FileHandle } from "node:fs/promises";
import type { ErrorCode } from "../api/index.ts";
import { VhdxError } from "../shared/error.ts";

/** The error for a failed write, by the system's code. */
const REASONS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  EEXIST: ["misuse", "is already there, and only new files are written. Choose another name."],
  ENOENT: ["file-vanished", "can't be written: there is no such folder."],
  ENOTDIR: ["file-vanished", "can't be written: there is no such folder."],
  EISDIR: ["misuse", "is a folder."],
  EACCES: ["permission-denied", "can't be written: permission is refused."],
  EPERM: ["permission-denied", "can't be written: permission is refused."],
  EROFS: ["permission-denied", "can't be written: the file system is read-only."],
  ENOSPC: ["no-space", "can't be written: there is not enough room."],
  EDQUOT: ["no-space", "can't be written: there is not enough room."],
  EFBIG: ["no-space", "can't be written: the file system does not allow files of that length."],
};

function writeError(path: string, thrown: unknown): Error {
  if (thrown instanceof VhdxError) return thrown;
  const { code, message } = thrown as NodeJS.ErrnoException;
  const [error, words] = REASONS[code ?? ""] ?? ["io", `can't be written: ${message}`];
  return new VhdxError(error, `${path} ${words}`, { structure: "target" });
}

/** Runs a write. A failure becomes an error about the target. */
export async function written<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (thrown) {
    throw writeError(path, thrown);
  }
}

/** Writes all of some bytes at a place. */
export async function put(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}
