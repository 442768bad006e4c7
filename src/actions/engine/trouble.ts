import type { ErrorCode } from "../../../workers/api/index.ts";
import { type VhdxError, toVhdxError } from "../../../workers/shared/error.ts";
import { useStore } from "../../state/store.ts";

const ABOUT_THE_FILE: readonly ErrorCode[] = [
  "file-in-use",
  "file-changed",
  "file-vanished",
  "permission-denied",
];

/** Whether the open file itself can't be read any more: then the whole page says so, with Retry. */
export function isAboutTheFile(error: VhdxError): boolean {
  return ABOUT_THE_FILE.includes(error.code);
}

/** A mistake of ours comes with its stack, which is more than a short message holds. */
function wordsOf({ code, message }: VhdxError): string {
  return code === "internal" ? `Platter made a mistake. ${message.split("\n", 1)[0]}` : message;
}

/**
 * Tells the user that something failed: trouble with the open file goes to the banner, anything else to a notice. What
 * the user cancelled is not told.
 *
 * @param what what was being done, in a few words.
 */
export function reportTrouble(what: string, thrown: unknown): void {
  const error = toVhdxError(thrown);
  if (error.code === "cancelled") return;
  const { failed, notify, summary } = useStore.getState();
  if (!isAboutTheFile(error)) notify("error", `${what}: ${wordsOf(error)}`);
  // A read that was under way when the file was closed has no one left to tell.
  else if (summary !== null) failed(error);
}
