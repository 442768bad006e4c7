import { rules } from "../rule.ts";

/** The log and its place, MS-VHDX 2.3. */
export const LOG = rules({
  "log-version": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log is not empty and of a version that is not defined.",
    plain: "changes were being written when the host stopped, in a version of the log that is not defined",
  },
  "log-version-ignored": {
    severity: "warning",
    spec: "2.2.2",
    what: "The log's version is not defined, but the log is empty.",
    plain: null,
  },
  "log-geometry": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log's place or size breaks a rule.",
    plain: "the log, which keeps the file safe while it is written, can't be where the file says",
  },
  "log-none": {
    severity: "error",
    spec: "2.2.2",
    what: "The file has no log, so it can't be written safely.",
    plain: "the file has no place for a log, which would keep it safe while it is written",
  },
  "log-needs-replay": {
    severity: "info",
    spec: "2.3.3",
    what: "The log holds entries that were never applied.",
    plain: null,
  },
  "log-no-valid-sequence": {
    severity: "fatal",
    spec: "2.3.2",
    what: "The header says that the log is not empty, but no sequence of entries in it is valid.",
    plain:
      "changes were being written when the host stopped, and the log that should complete them is not whole itself",
  },
  "log-file-truncated": {
    severity: "fatal",
    spec: "2.3.3",
    what: "The file is shorter than the log's head entry says it was.",
    plain:
      "changes were being written when the host stopped, and the file is shorter now than its log says it was: its end is missing",
  },
  "log-illegal-target": {
    severity: "fatal",
    spec: "2.3.3",
    what: "A whole entry wants to write where no log may write: the headers, or the log itself.",
    plain: "the log wants to write where no log may write, so it can't be trusted",
  },
  "log-too-complex": {
    severity: "fatal",
    spec: "2.3",
    what: "The log's entries overlap so much that checking them would not end.",
    plain: "the log is tangled in a way that no writer leaves behind, so it can't be trusted",
  },
  "log-torn-entries": {
    severity: "info",
    spec: "2.3.2",
    what: "Entries of this log are not whole, as a crash leaves the last one.",
    plain: null,
  },
  "log-stale-entries": {
    severity: "info",
    spec: "2.3.2",
    what: "Entries of earlier logs can still be read.",
    plain: null,
  },
  "log-entries-omitted": {
    severity: "info",
    spec: null,
    what: "A very large log holds more entries that no replay needs than are listed.",
    plain: null,
  },
  "log-last-offset-unaligned": {
    severity: "warning",
    spec: "2.3.1.1",
    what: "The head entry's LastFileOffset is no whole number of MiB.",
    plain: null,
  },
});
