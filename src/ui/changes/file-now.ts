import type { ErrorCode } from "../../../workers/api/index.ts";

/**
 * What became of the open file while changes were pending, as a sentence.
 *
 * @param error why the file can't be read any more; null where it can.
 */
export function fileNow(error: ErrorCode | null): string {
  switch (error) {
    case "file-changed":
      return "Another program has changed the file since: they were made to what it was before.";
    case "file-vanished":
      return "The file is no longer where it was.";
    case "file-in-use":
    case "permission-denied":
      return "The file can't be read at present; this page has not written to it.";
    default:
      return "The file itself is as it was.";
  }
}
