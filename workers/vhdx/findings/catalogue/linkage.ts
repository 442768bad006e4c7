import { rules } from "../rule.ts";

/** What a differencing disk says of its parent, MS-VHDX 2.6.2.6. */
export const LINKAGE = rules({
  "parent-locator-missing": {
    severity: "fatal",
    spec: "2.6.2.6",
    what: "A differencing disk has no parent locator.",
    plain: "the disk is one part of a chain, and nothing says which disk it goes on from",
  },
  "parent-locator-unexpected": {
    severity: "warning",
    spec: "2.6.2.6",
    what: "A disk without a parent has a parent locator.",
    plain: null,
  },
  "parent-locator-invalid": {
    severity: "fatal",
    spec: "2.6.2.6",
    what: "The parent locator can't be read, or is of a type that is not defined.",
    plain: "the disk is one part of a chain, and what says which disk it goes on from is damaged",
  },
  "parent-locator-entry": {
    severity: "warning",
    spec: "2.6.2.6.2",
    what: "An entry of the parent locator breaks a rule.",
    plain: null,
  },
  "parent-path-missing": {
    severity: "warning",
    spec: "2.6.2.6.3",
    what: "The parent locator names no path.",
    plain: null,
  },
  "parent-not-found": {
    severity: "warning",
    spec: "2.6.2.6.3",
    what: "The parent is not open, or that of an ancestor is not.",
    plain: null,
  },
});
