import { IGNORES, MUST_REFUSE, NOT_KNOWN, OPENS, REFUSES, rules } from "../rule.ts";

/** The file as a whole: its length, and what lies between and behind its parts. MS-VHDX 2.1 and 2.2. */
export const FILE = rules({
  "file-data-missing": {
    severity: "warning",
    spec: "2.5.1",
    what: "How much of the disk is past the end of the file, and which parts of it.",
    plain: "a part of the disk is not in this file",
    means: "The named parts of the disk can't be read. Everything else can be exported.",
    hyperV: MUST_REFUSE,
    qemu: REFUSES,
    fix: "Copy the file again. If its end is lost, let the missing parts read as zeros.",
  },
  "file-length-unaligned": {
    severity: "info",
    spec: "2.2",
    what: "The file's length is no whole number of MiB.",
    plain: null,
    means: "Nothing is lost, as long as nothing that is needed is past the end.",
    hyperV: NOT_KNOWN,
    qemu: "Opens it; it ends fixed disks so itself.",
    fix: null,
  },
  "file-header-gap-data": {
    severity: "info",
    spec: "2.2",
    what: "Bytes between the region tables and the end of the first MiB are set.",
    plain: null,
    means: "Nothing is lost: no reader looks there. Something can be hidden in it.",
    hyperV: IGNORES,
    qemu: OPENS,
    fix: null,
  },
  "file-gap-data": {
    severity: "info",
    spec: "2.1",
    what: "Parts of the file that belong to nothing hold data.",
    plain: null,
    means:
      "Nothing is lost. Most often they are blocks that were in use before; what was deleted may still be there.",
    hyperV: IGNORES,
    qemu: OPENS,
    fix: null,
  },
  "file-trailing-data": {
    severity: "info",
    spec: "2.1",
    what: "Data follows behind the last part of the file.",
    plain: null,
    means:
      "Nothing is lost. It is what a crash left that never came into use, blocks that were in use before, or something that was appended.",
    hyperV: IGNORES,
    qemu: OPENS,
    fix: "Cut the file behind its last part.",
  },
  "file-trailing-space": {
    severity: "info",
    spec: "2.1",
    what: "The file goes on behind its last part, with nothing but zeros.",
    plain: null,
    means: "Nothing is lost: it is room for the blocks to come.",
    hyperV: IGNORES,
    qemu: "Opens it; it creates files so itself.",
    fix: "Cut the file behind its last part.",
  },
});
