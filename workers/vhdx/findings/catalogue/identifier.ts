import { rules } from "../rule.ts";

/** The file type identifier, MS-VHDX 2.2.1. */
export const IDENTIFIER = rules({
  "not-vhdx": {
    severity: "fatal",
    spec: "2.2.1",
    what: "The file does not start with the VHDX signature.",
    plain: "this is not a VHDX",
  },
  "too-small": {
    severity: "fatal",
    spec: "2.2",
    what: "The file ends before the structures that every VHDX has.",
    plain: "only the very start of a VHDX is here; the rest was cut off",
  },
});
