import { GIB, MIB, reachesPast, safeNumber } from "../../shared/numbers.ts";
import { offsetText, sizeText } from "../../shared/text.ts";
import type { FindingCode, FindingList, FindingPlace } from "../findings/index.ts";
import type { HeaderValues } from "../structs/header.ts";

/** Where the log lies, in bytes of the file. */
export interface LogPlace {
  readonly offset: number;
  readonly length: number;
}

/** Longest log in bytes. Real logs are far shorter, and offsets inside a much longer one would overflow. */
const LONGEST_LOG = GIB;

/**
 * Checks the log's offset and length in the active header, MS-VHDX 2.2.2.
 *
 * @param dirty whether the log must be replayed. Some faults are less severe where it is empty.
 * @param fileSize bytes.
 * @returns null where no log can be there.
 */
export function checkLogPlace(
  { logLength, logOffset }: HeaderValues,
  place: FindingPlace,
  dirty: boolean,
  fileSize: number,
  findings: FindingList,
): LogPlace | null {
  const refuse = (code: FindingCode, message: string, more: Partial<FindingPlace> = {}) => {
    findings.add(code, message, { ...place, ...more });
    return null;
  };
  const asDirty = { severity: dirty ? "fatal" : "error" } as const;
  if (logLength === 0) {
    return dirty
      ? refuse("log-missing", "The header names a log to replay, but gives it no length.")
      : refuse("log-none", "The header gives the log no length, so changes can't be journaled.");
  }
  const offset = safeNumber(logOffset);
  if (offset === null) return refuse("log-too-far", `The log can't start at ${logOffset}.`);
  if (offset < MIB) return refuse("log-in-header", `The log can't start at ${offsetText(offset)}.`);
  if (logLength > LONGEST_LOG) {
    const message = `The log's length is ${sizeText(logLength)}; more than 1 GiB is not accepted.`;
    return refuse("log-too-long", message);
  }
  if (offset % MIB !== 0 || logLength % MIB !== 0) {
    return refuse("log-geometry", "The log does not start, or does not end, at a whole MiB.", asDirty);
  }
  if (reachesPast(offset, logLength, fileSize)) {
    const message = `The log reaches past the end of the file at ${sizeText(fileSize)}.`;
    return refuse("log-beyond-file", message, asDirty);
  }
  return { offset, length: logLength };
}
