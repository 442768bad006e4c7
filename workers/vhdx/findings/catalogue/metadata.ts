import { rules } from "../rule.ts";

/** The metadata region, its items and their values, MS-VHDX 2.6. */
export const METADATA = rules({
  "metadata-table-invalid": {
    severity: "fatal",
    spec: "2.6.1.1",
    what: "The metadata table lacks its signature, or its counts are impossible.",
    plain: "the table of the disk's properties is damaged",
  },
  "metadata-reserved": {
    severity: "warning",
    spec: "2.6.1",
    what: "Bytes that are reserved in the metadata table are set.",
    plain: null,
  },
  "metadata-missing": {
    severity: "fatal",
    spec: "2.6.2",
    what: "An item that every disk of this kind has is not in the table.",
    plain: "a property that every disk has is missing",
  },
  "metadata-duplicate": {
    severity: "fatal",
    spec: "2.6.1.2",
    what: "Two entries name one item.",
    plain: "a property of the disk is given twice, and nothing says which one is right",
  },
  "metadata-item-range": {
    severity: "fatal",
    spec: "2.6.1.2",
    what: "An item lies outside the metadata region, in its table, or over another item.",
    plain: "a property of the disk is said to lie where it can't lie",
  },
  "metadata-item-length": {
    severity: "fatal",
    spec: "2.6.2",
    what: "An item's length is not the one its kind has.",
    plain: "a property of the disk is too short to be read",
  },
  "metadata-item-flags": {
    severity: "warning",
    spec: "2.6.2",
    what: "An item's flags are not the ones its kind has.",
    plain: null,
  },
  "metadata-unknown-required": {
    severity: "fatal",
    spec: "2.6.1.2",
    what: "An item that a reader has to know is not defined.",
    plain:
      "the disk has a property of a kind that is unknown here, and forbids to read it without that property",
  },
  "metadata-unknown": {
    severity: "info",
    spec: "2.6.1.2",
    what: "An item that a reader need not know is not defined.",
    plain: null,
  },
  "metadata-incomplete-file": {
    severity: "fatal",
    spec: null,
    what: "The file is marked as not finished by its writer.",
    plain: "the file was never finished: whatever was making it stopped half way",
  },
  "block-size": {
    severity: "fatal",
    spec: "2.6.2.1",
    what: "The block size is no power of two from 1 to 256 MiB.",
    plain: "the size of the disk's blocks is one that no disk can have",
  },
  "virtual-size": {
    severity: "fatal",
    spec: "2.6.2.2",
    what: "The virtual size is 0 or above 64 TiB.",
    plain: "the disk's size is one that no disk can have",
  },
  "virtual-size-unaligned": {
    severity: "error",
    spec: "2.6.2.2",
    what: "The virtual size is no whole number of sectors.",
    plain: "the disk's size is no whole number of sectors",
  },
  "sector-size": {
    severity: "fatal",
    spec: "2.6.2.4",
    what: "The logical sector size is neither 512 nor 4096.",
    plain: "the size of the disk's sectors is one that no disk can have",
  },
  "physical-sector-size": {
    severity: "warning",
    spec: "2.6.2.5",
    what: "The physical sector size is neither 512 nor 4096.",
    plain: null,
  },
});
