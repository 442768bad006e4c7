import { MUST_REFUSE, NOT_KNOWN, REFUSES, rules } from "../rule.ts";

const DISCARD =
  "Give the log up: the disk stays as it was before the last changes. What was being written then may be inconsistent.";
const DIRTY_READ_ONLY = "Opens it only for writing, and then replays the log.";

/** Why the log can't be replayed, MS-VHDX 2.3.2 and 2.3.3. */
export const LOG_REFUSALS = rules({
  "log-no-valid-sequence": {
    severity: "fatal",
    spec: "2.3.2",
    what: "The header says that the log is not empty, but no sequence of entries in it is valid.",
    plain:
      "changes were being written when the host stopped, and the log that should complete them is not whole itself",
    means: "What was being written then may be inconsistent. Everything older is there.",
    hyperV: MUST_REFUSE,
    qemu: "Opens it and ignores the log; writing to it fails later.",
    fix: DISCARD,
  },
  "log-file-truncated": {
    severity: "fatal",
    spec: "2.3.3",
    what: "The file is shorter than the log's head entry says it was.",
    plain:
      "changes were being written when the host stopped, and the file is shorter now than its log says it was: its end is missing",
    means: "The end of the file is missing, and with it a part of the disk's contents.",
    hyperV: MUST_REFUSE,
    qemu: REFUSES,
    fix: "Copy the file again. If its end is lost, give the log up, and read what is left.",
  },
  "log-illegal-target": {
    severity: "fatal",
    spec: "2.3.3",
    what: "A whole entry wants to write over the file identifier or the headers.",
    plain: "the log wants to write over the file's own beginning, so it can't be trusted",
    means: "A replay would destroy the file. None of the log is replayed.",
    hyperV: "Not known; Microsoft's open-source reader takes such an entry for none.",
    qemu: "Opens it for writing, writes what the log says, and so destroys the file.",
    fix: DISCARD,
  },
  "log-target-in-log": {
    severity: "fatal",
    spec: "2.3.3",
    what: "A whole entry wants to write into the log itself.",
    plain: "the log wants to write over itself, so it can't be trusted",
    means: "A replay would change what is still to be replayed. None of the log is replayed.",
    hyperV: "Not known; Microsoft's open-source reader takes such an entry for none.",
    qemu: "Opens it for writing, and writes what the log says.",
    fix: DISCARD,
  },
  "log-target-too-far": {
    severity: "fatal",
    spec: "2.3.3",
    what: "A whole entry wants to write at 2^53 or beyond, or the file to grow to there.",
    plain: "the log wants to write farther out than any file reaches, so it can't be trusted",
    means: "None of the log is replayed.",
    hyperV: NOT_KNOWN,
    qemu: REFUSES,
    fix: DISCARD,
  },
  "log-zeros-beyond-file": {
    severity: "fatal",
    spec: "2.3.3",
    what: "A whole entry wants to write zeros past the end that the file is to have.",
    plain: "the log wants to fill more with zeros than the file is long, so it can't be trusted",
    means: "A replay could fill the volume that the file lies on. None of the log is replayed.",
    hyperV: NOT_KNOWN,
    qemu: "Opens it for writing, and writes the zeros one sector at a time.",
    fix: DISCARD,
  },
  "log-too-complex": {
    severity: "fatal",
    spec: "2.3",
    what: "The log's entries overlap so much, or write so much, that a replay would not end.",
    plain: "the log is tangled in a way that no writer leaves behind, so it can't be trusted",
    means: "The file was most likely made to keep readers busy. None of the log is replayed.",
    hyperV: NOT_KNOWN,
    qemu: DIRTY_READ_ONLY,
    fix: DISCARD,
  },
});
