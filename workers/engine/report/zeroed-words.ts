import type { ZeroedRun } from "../../api/index.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { runText } from "../../store/read-failure.ts";

/** Lines in a list at most. */
const LISTED = 200;

/** Where a run is in the virtual disk, as the end of a sentence. */
const onDisk = ({ diskOffset, length }: ZeroedRun): string =>
  diskOffset === null ? "" : `; in the virtual disk ${runText({ offset: diskOffset, length })}`;

/** A run that can't be read, as a sentence that names it in the file and in the virtual disk. */
export function unreadSentence(run: ZeroedRun): string {
  return `${visibleText(run.file)} can't be read ${runText(run)}${onDisk(run)}. The disk that the file is on may be failing.`;
}

/** The runs that could not be read and are zeros, a line for each. */
export function zeroedRunLines(runs: readonly ZeroedRun[]): readonly string[] {
  const lines = runs
    .slice(0, LISTED)
    .map((run) => `Zeros, as ${visibleText(run.file)} can't be read ${runText(run)}${onDisk(run)}.`);
  const more = runs.length - LISTED;
  return more > 0 ? [...lines, `Zeros in ${more.toLocaleString("en-US")} more runs.`] : lines;
}
