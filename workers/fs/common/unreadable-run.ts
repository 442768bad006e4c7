import { VhdxError } from "../../shared/error.ts";

/**
 * The error for a run of a file that can't be read.
 *
 * @param reason that of its source, a sentence
 * @param offset bytes from the start of the file
 */
export const unreadableRun = (reason: string, offset: number): VhdxError =>
  new VhdxError("unreadable-block", reason, { offset, structure: "file" });
