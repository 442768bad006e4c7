import type { ErrorCode } from "../../../../workers/api/index.ts";

const UNREAD = "The file can't be read at present; this page has not written to it.";
const SENTENCES: { readonly [code in ErrorCode]?: string } = {
  "file-changed": "Another program has changed the file since: they were made to what it was before.",
  "file-vanished": "The file is no longer where it was.",
  "file-in-use": UNREAD,
  "permission-denied": UNREAD,
};

/**
 * What became of the open file while changes were pending, as a sentence.
 *
 * @param error why the file can't be read any more; null where it can.
 */
export function fileNow(error: ErrorCode | null): string {
  return (error === null ? undefined : SENTENCES[error]) ?? "The file itself is as it was.";
}
