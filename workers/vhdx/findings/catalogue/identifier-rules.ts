import { IGNORES, MUST_REFUSE, OPENS, REFUSES, rules } from "../rule.ts";

/** The file type identifier, MS-VHDX 2.2.1. */
export const IDENTIFIER = rules({
  "not-vhdx": {
    severity: "fatal",
    spec: "2.2.1",
    what: "The file does not start with the VHDX signature, and holds no other part of a VHDX.",
    plain: "this is not a VHDX",
    means: "The file is of another kind, or so much of it was overwritten that no part of a VHDX is left.",
    hyperV: MUST_REFUSE,
    qemu: "Refuses to open it as a VHDX.",
    fix: "Open the file with a program for its kind.",
  },
  "identifier-damaged": {
    severity: "fatal",
    spec: "2.2.1",
    what: "The file does not start with the VHDX signature, but holds other parts of a VHDX.",
    plain:
      "the signature at the very start of the file was overwritten; other parts of a VHDX are still there",
    means:
      "Nothing of the disk's contents lies in the signature. What else was overwritten is listed with the other findings.",
    hyperV: MUST_REFUSE,
    qemu: "Refuses to open it as a VHDX.",
    fix: "Write the signature `vhdxfile` back to offset 0.",
  },
  "too-small": {
    severity: "fatal",
    spec: "2.2",
    what: "The file ends before the structures that every VHDX has.",
    plain: "only the very start of a VHDX is here; the rest was cut off",
    means: "This file holds none of the disk's contents.",
    hyperV: MUST_REFUSE,
    qemu: REFUSES,
    fix: "Copy the file again from its source: what is left can't be repaired.",
  },
  "creator-not-text": {
    severity: "info",
    spec: "2.2.1",
    what: "The creator field holds bytes that are not UTF-16 text, or control characters.",
    plain: null,
    means: "Nothing is lost: the field only names the program that created the file.",
    hyperV: IGNORES,
    qemu: OPENS,
    fix: null,
  },
  "creator-hidden-text": {
    severity: "info",
    spec: "2.2.1",
    what: "Bytes behind the end of the creator's text are not zero.",
    plain: null,
    means: "Nothing is lost. A longer name was there before, or something is hidden there.",
    hyperV: IGNORES,
    qemu: OPENS,
    fix: null,
  },
  "identifier-reserved": {
    severity: "info",
    spec: "2.2.1",
    what: "Bytes between the file type identifier and the first header are not zero.",
    plain: null,
    means: "Nothing is lost: no reader looks there. Something may be hidden there.",
    hyperV: IGNORES,
    qemu: OPENS,
    fix: null,
  },
});
