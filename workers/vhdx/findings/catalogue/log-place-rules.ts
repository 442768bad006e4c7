import { MUST_REFUSE, NOT_KNOWN, OPENS, REFUSES, rules } from "../rule.ts";

const DISCARD =
  "Give the log up: the disk stays as it was before the last changes. What was being written then may be inconsistent.";
const NEW_LOG = "Set a new, empty log aside and name it in both headers.";
const LOG_MOVES =
  "The changes in the log can't be found. Without them the disk is as it was before the crash.";

/** Where the headers say that the log lies, MS-VHDX 2.2.2. */
export const LOG_PLACE = rules({
  "log-version": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log is not empty and of a version that is not defined.",
    plain: "changes were being written when the host stopped, in a version of the log that is not defined",
    means: "The changes in the log can't be read. Without them the disk is as it was before the crash.",
    hyperV: MUST_REFUSE,
    qemu: REFUSES,
    fix: "If the log's entries are sound, the version was damaged: set it to 0 and mend the checksum. Else give the log up.",
  },
  "log-version-ignored": {
    severity: "warning",
    spec: "2.2.2",
    what: "The log's version is not defined, but the log is empty.",
    plain: "the log is of a version that is not defined, but it is empty",
    means: "Nothing is lost: there is nothing in the log.",
    hyperV: "By MS-VHDX it must not mind as long as the log is empty. Not tried.",
    qemu: REFUSES,
    fix: "Set the log's version to 0 in both headers and mend their checksums.",
  },
  "log-geometry": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log does not start or end at a whole MiB.",
    plain: "the log, which keeps the file safe while it is written, can't be where the file says",
    means: LOG_MOVES,
    hyperV: MUST_REFUSE,
    qemu: REFUSES,
    fix: NEW_LOG,
  },
  "log-in-header": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log starts in the file's first MiB, which belongs to the headers.",
    plain:
      "the log, which keeps the file safe while it is written, is said to lie over the file's own beginning",
    means: LOG_MOVES,
    hyperV: MUST_REFUSE,
    qemu: REFUSES,
    fix: NEW_LOG,
  },
  "log-too-far": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log starts at 2^53 or beyond, which no file reaches.",
    plain:
      "the log, which keeps the file safe while it is written, is said to lie farther out than any file reaches",
    means: LOG_MOVES,
    hyperV: MUST_REFUSE,
    qemu: "Opens it and says nothing, as long as the log is empty.",
    fix: NEW_LOG,
  },
  "log-too-long": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log is longer than 1 GiB.",
    plain: "the log, which keeps the file safe while it is written, has a length that none can have",
    means: LOG_MOVES,
    hyperV: "Not known; Microsoft's open-source reader takes no more than 1 GiB.",
    qemu: "Refuses to open it where the log would reach over another part of the file.",
    fix: NEW_LOG,
  },
  "log-beyond-file": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log reaches past the end of the file.",
    plain: "the log, which keeps the file safe while it is written, lies past the end of the file",
    means:
      "The end of the file is missing, or the log's place is wrong; the changes in the log can't be found.",
    hyperV: "Not known; Microsoft's open-source reader refuses it.",
    qemu: "Opens it and says nothing, as long as the log is empty.",
    fix: NEW_LOG,
  },
  "log-none": {
    severity: "error",
    spec: "2.2.2",
    what: "The file has no log, so it can't be written safely.",
    plain: "the file has no place for a log, which would keep it safe while it is written",
    means: "Everything can be read.",
    hyperV: NOT_KNOWN,
    qemu: OPENS,
    fix: NEW_LOG,
  },
  "log-missing": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The header says that the log is not empty, but gives it no length.",
    plain: "changes were being written when the host stopped, and the file no longer says where its log is",
    means: LOG_MOVES,
    hyperV: MUST_REFUSE,
    qemu: OPENS,
    fix: DISCARD,
  },
});
