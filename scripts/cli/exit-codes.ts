import type { Severity } from "../../workers/node/index.ts";

/** Exit codes of the command. Of several images the highest counts. */
export const EXIT = {
  /** No finding above info; the result is written. */
  clean: 0,
  /** A warning or an error was found; the result is written, with zeros for ranges that can't be read. */
  findings: 1,
  /** The disk or the file can't be read, or has no such result. */
  unreadable: 2,
  /** The arguments make no sense, or name a result that is already there. `EX_USAGE` of BSD's sysexits.h, as the codes below. */
  usage: 64,
  /** Something has to be installed first. `EX_UNAVAILABLE` */
  unavailable: 69,
  /** A bug. `EX_SOFTWARE` */
  internal: 70,
  /** A result could not be written. `EX_IOERR` */
  output: 74,
} as const;

/** The exit code for a severity; `info` counts as clean. */
export function codeOf(severity: Severity | "ok"): number {
  if (severity === "fatal") return EXIT.unreadable;
  return severity === "warning" || severity === "error" ? EXIT.findings : EXIT.clean;
}

/** The table of the help text. */
export const EXIT_HELP = `
Exit codes, the highest of all images:
  0    clean: no finding above info; the result is written
  1    warnings or errors were found, the log must be replayed, or a parent is missing;
       the result is written, with zeros for what can't be read
  2    the disk or the file can't be read, or there is no such result
  64   the arguments make no sense, or the result's file is already there
  69   something has to be installed first
  74   the result could not be written
  130  stopped by Ctrl+C; an unfinished file is removed`;
