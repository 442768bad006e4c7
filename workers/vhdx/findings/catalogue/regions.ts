import { rules } from "../rule.ts";

/** Region tables and regions, MS-VHDX 2.2.3. */
export const REGIONS = rules({
  "no-valid-region-table": {
    severity: "fatal",
    spec: "2.2.3",
    what: "Neither region table has its signature, checksum and a possible count.",
    plain: "both copies of the table that says where everything lies are damaged",
  },
  "region-table-copy-damaged": {
    severity: "warning",
    spec: "2.2.3",
    what: "One region table is damaged; the other is used.",
    plain: null,
  },
  "region-tables-differ": {
    severity: "warning",
    spec: "2.2.3",
    what: "Both region tables are valid, but they differ; the first is used.",
    plain: null,
  },
  "region-table-reserved": {
    severity: "warning",
    spec: "2.2.3.1",
    what: "Bytes that are reserved in a region table's header are set.",
    plain: null,
  },
  "region-reserved": {
    severity: "warning",
    spec: "2.2.3.2",
    what: "Bits that are reserved in a region's entry are set.",
    plain: null,
  },
  "region-unknown-required": {
    severity: "fatal",
    spec: "2.2.3.2",
    what: "A region that a reader has to know is not defined.",
    plain: "the file has a part of a kind that is unknown here, and forbids to read it without that part",
  },
  "region-unknown": {
    severity: "info",
    spec: "2.2.3.2",
    what: "A region that a reader need not know is not defined.",
    plain: null,
  },
  "region-duplicate": {
    severity: "fatal",
    spec: "2.2.3.2",
    what: "Two entries name one region.",
    plain: "one part of the file is listed twice, and nothing says which one is right",
  },
  "region-missing": {
    severity: "fatal",
    spec: "2.2.3.2",
    what: "The BAT or the metadata region is not in the table.",
    plain: "a part that the file can't do without is missing from its own list of parts",
  },
  "region-misaligned": {
    severity: "fatal",
    spec: "2.2.3.2",
    what: "A region does not start at a whole MiB, or starts inside the first.",
    plain: "one part of the file is said to lie where none can lie",
  },
  "region-length": {
    severity: "warning",
    spec: "2.2.3.2",
    what: "A region's length is no whole number of MiB.",
    plain: null,
  },
  "region-overlap": {
    severity: "fatal",
    spec: "2.1",
    what: "Two regions, or a region and the log, overlap.",
    plain: "two parts of the file are said to lie in the same place",
  },
  "region-beyond-file": {
    severity: "fatal",
    spec: "2.2.3.2",
    what: "A region reaches past the end of the file.",
    plain: "one part of the file lies past its end: it was cut off, or copied in part",
  },
});
