import type { ErrorCode } from "../../../../workers/api/index.ts";
import { WORDS } from "./words.ts";

const SENTENCES: { readonly [code in ErrorCode]?: string } = WORDS.fileNow;

/**
 * What became of the open file while changes were pending, as a sentence.
 *
 * @param error why the file can't be read any more; null where it can.
 */
export function fileNow(error: ErrorCode | null): string {
  return (error === null ? undefined : SENTENCES[error]) ?? WORDS.fileAsItWas;
}
