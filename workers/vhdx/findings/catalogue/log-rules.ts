import { MUST_REFUSE, NOT_KNOWN, REFUSES, rules } from "../rule.ts";

const DISCARD =
  "Discard the log: the disk stays as it was before the last changes. Data that was being written then may be inconsistent.";
const APPLY_BEFORE =
  "Apply the log up to that entry, if there are others before it, or discard it. The disk then stays as it was before the changes that are left out.";
const DIRTY_READ_ONLY = "Opens it only for writing, and then replays the log.";

/** Why the log can't be replayed, MS-VHDX 2.3.2 and 2.3.3. */
export const LOG_REFUSALS = rules({
  "log-no-valid-sequence": {
    severity: "fatal",
    spec: "2.3.2",
    what: "The header says that the log is not empty, but no sequence of entries in it is valid.",
    plain:
      "changes were being written when the host stopped, and the log that should complete them is incomplete",
    means: "Data that was being written then may be inconsistent. Everything older is there.",
    hyperV: MUST_REFUSE,
    qemu: "Opens it and ignores the log; writing to it fails later.",
    fix: DISCARD,
  },
  "log-file-truncated": {
    severity: "fatal",
    spec: "2.3.3",
    what: "The file is shorter than it was when the log's last entry was written.",
    plain:
      "changes were being written when the host stopped, and the file is shorter now than its log says it was: its end is missing",
    means: "The end of the file is missing, and with it a part of the disk's contents.",
    hyperV: MUST_REFUSE,
    qemu: REFUSES,
    fix: "Apply the log to what is left of the file: its entries are whole. Before that, where the whole file still exists elsewhere, copy it again.",
  },
  "log-illegal-target": {
    severity: "fatal",
    spec: "2.3.3",
    what: "A whole entry would write over the file type identifier or the headers.",
    plain: "the log would overwrite the beginning of the file, so it can't be trusted",
    means: "A replay would destroy the file. None of the log is replayed.",
    hyperV: "Not known; Microsoft's open-source reader ignores such an entry.",
    qemu: "Opens it for writing, writes what the log says, and so destroys the file.",
    fix: APPLY_BEFORE,
  },
  "log-target-in-log": {
    severity: "fatal",
    spec: "2.3.3",
    what: "A whole entry would write to the log itself.",
    plain: "the log would overwrite itself, so it can't be trusted",
    means: "A replay would change entries that are still to be replayed. None of the log is replayed.",
    hyperV: "Not known; Microsoft's open-source reader ignores such an entry.",
    qemu: "Opens it for writing, and writes what the log says.",
    fix: APPLY_BEFORE,
  },
  "log-target-too-far": {
    severity: "fatal",
    spec: "2.3.3",
    what: "A whole entry would write at 2^53 or beyond, or make the file grow that far.",
    plain: "the log would write farther out than any file reaches, so it can't be trusted",
    means: "None of the log is replayed.",
    hyperV: NOT_KNOWN,
    qemu: REFUSES,
    fix: APPLY_BEFORE,
  },
  "log-too-complex": {
    severity: "fatal",
    spec: "2.3",
    what: "The log's entries overlap so much, or write so much, that a replay would never end.",
    plain: "the log is tangled in a way that no program writes, so it can't be trusted",
    means: "The file was most likely made to keep readers busy. None of the log is replayed.",
    hyperV: NOT_KNOWN,
    qemu: DIRTY_READ_ONLY,
    fix: DISCARD,
  },
});
