import { VhdxError } from "../shared/error.ts";
import { countText, sizeText } from "../shared/text.ts";

/** A run of bytes. */
export interface ReadRun {
  readonly offset: number;
  readonly length: number;
}

/** A run in words: "from 5 MiB to 9 MiB, 4,194,304 bytes from byte 5,242,880 on". */
export function runText({ offset, length }: ReadRun): string {
  const range = `from ${sizeText(offset)} to ${sizeText(offset + length)}`;
  return `${range}, ${countText(length, "byte")} from byte ${offset.toLocaleString("en-US")} on`;
}

/**
 * A run of a file can't be read, though other parts of the file can: the file is there and has not changed, so its disk is at
 * fault. Which bytes of the run are at fault is not known; shorter reads can tell.
 */
export class ReadFailure extends VhdxError {
  /** The run of the file, bytes. */
  readonly run: ReadRun;

  /** @param more a sentence to add, such as what the run is needed for */
  constructor(run: ReadRun, more = "") {
    const sentence = `The file can't be read ${runText(run)}. Other parts of it can: the disk that it is on may be failing.`;
    super("read-failed", `${sentence} ${more}`.trimEnd(), { offset: run.offset, structure: "file" });
    this.run = run;
  }
}
