import { MUST_REFUSE, NOT_KNOWN, OPENS, REFUSES, rules } from "../rule.ts";

const DISCARD =
  "Discard the log: the disk stays as it was before the last changes. Data that was being written then may be inconsistent.";
const NEW_LOG = "Reserve space for a new, empty log and enter it in both headers.";
const LOG_MOVES =
  "The changes in the log can't be found. Without them the disk is as it was before the crash.";

/** Where the headers say that the log lies, MS-VHDX 2.2.2. */
export const LOG_PLACE = rules({
  "log-version": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log is not empty, and its version is not defined.",
    plain: "changes were being written when the host stopped, in a version of the log that is not defined",
    means: "The changes in the log can't be read. Without them the disk is as it was before the crash.",
    hyperV: MUST_REFUSE,
    qemu: REFUSES,
    fix: "If the log's entries are sound, only the version is damaged: set it to 0 and update the checksum. Else discard the log.",
  },
  "log-version-ignored": {
    severity: "warning",
    spec: "2.2.2",
    what: "The log's version is not defined, but the log is empty.",
    plain: "the log has a version that is not defined, but it is empty",
    means: "Nothing is lost: the log is empty.",
    hyperV: "Should ignore it as long as the log is empty (by the specification; not tested on Hyper-V).",
    qemu: REFUSES,
    fix: "Set the log's version to 0 in both headers and update their checksums.",
  },
  "log-geometry": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log does not start or end at a multiple of 1 MiB.",
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
    plain: "the log, which keeps the file safe while it is written, has an impossible length",
    means: LOG_MOVES,
    hyperV: "Not known; Microsoft's open-source reader accepts no more than 1 GiB.",
    qemu: "Refuses to open it where the log would overlap another part of the file.",
    fix: NEW_LOG,
  },
  "log-beyond-file": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The log reaches past the end of the file.",
    plain: "the log, which keeps the file safe while it is written, lies past the end of the file",
    means:
      "The end of the file is missing, or the log's offset or length is wrong; the changes in the log can't be found.",
    hyperV: "Not known; Microsoft's open-source reader refuses it.",
    qemu: "Opens it and says nothing, as long as the log is empty.",
    fix: NEW_LOG,
  },
  "log-none": {
    severity: "error",
    spec: "2.2.2",
    what: "The file has no log, so it can't be written safely.",
    plain: "the file has no log, which would keep it safe while it is written",
    means: "Everything can be read.",
    hyperV: NOT_KNOWN,
    qemu: OPENS,
    fix: NEW_LOG,
  },
  "log-missing": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The header says that the log is not empty, but also that its length is 0.",
    plain: "changes were being written when the host stopped, and the file no longer says where its log is",
    means: LOG_MOVES,
    hyperV: MUST_REFUSE,
    qemu: OPENS,
    fix: DISCARD,
  },
});
