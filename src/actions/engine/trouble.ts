import type { ErrorCode } from "../../../workers/api/index.ts";
import { type VhdxError, toVhdxError } from "../../../workers/shared/error.ts";
import { useStore } from "../../state/store.ts";
import { WORDS } from "./words.ts";

const ABOUT_THE_FILE: readonly ErrorCode[] = [
  "file-in-use",
  "file-changed",
  "file-vanished",
  "permission-denied",
];

/** Whether the error means that the open file can't be read any more; then a banner says so, with Retry. */
export function isAboutTheFile(error: VhdxError): boolean {
  return ABOUT_THE_FILE.includes(error.code);
}

/** An error's message. An internal error comes with its stack, of which only the first line is shown. */
function wordsOf({ code, message }: VhdxError): string {
  return code === "internal" ? WORDS.mistake(message.split("\n", 1)[0] ?? "") : message;
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
  // The file was closed while it was read: there is nothing to report.
  else if (summary !== null) failed(error);
}
