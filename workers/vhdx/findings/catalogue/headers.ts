import { rules } from "../rule.ts";

/** Both headers, MS-VHDX 2.2.2. */
export const HEADERS = rules({
  "no-valid-header": {
    severity: "fatal",
    spec: "2.2.2",
    what: "Neither header has its signature and checksum.",
    plain: "both copies of the header, where everything else starts, are damaged",
  },
  "header-sequence-tie": {
    severity: "fatal",
    spec: "2.2.2",
    what: "Both headers are valid and have one sequence number, but they differ.",
    plain: "the two copies of the header contradict each other, and nothing says which one is right",
  },
  "headers-identical": {
    severity: "info",
    spec: "2.2.2",
    what: "Both headers are equal, sequence number included, as Disk2vhd leaves them.",
    plain: null,
  },
  "header-copy-damaged": {
    severity: "warning",
    spec: "2.2.2",
    what: "One header is damaged; the other is used.",
    plain: null,
  },
  "header-reserved": {
    severity: "info",
    spec: "2.2.2",
    what: "Bytes that are reserved in a header are set.",
    plain: null,
  },
  "header-sequence-exhausted": {
    severity: "error",
    spec: "2.2.2.1",
    what: "The header's sequence number is the largest there is, so no update can follow.",
    plain: "the counter in the file's header has run out, so nothing can be written to it any more",
  },
  "unsupported-version": {
    severity: "fatal",
    spec: "2.2.2",
    what: "The header's version is not 1.",
    plain: "the file is of a version of the format that is not defined",
  },
});
