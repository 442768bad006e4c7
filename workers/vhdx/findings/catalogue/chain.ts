import { rules } from "../rule.ts";

/** How a differencing disk and the files taken for its ancestors fit together, MS-VHDX 2.6.2.6.3. */
export const CHAIN = rules({
  "parent-linkage-mismatch": {
    severity: "fatal",
    spec: "2.6.2.6.3",
    what: "The parent's DataWriteGuid is neither linkage of the locator: it was written after the child was made, or is another disk.",
    plain:
      "the parent disk was changed after this one was made over it, or is not its parent at all, so the two no longer fit together",
  },
  "parent-merge-pending": {
    severity: "warning",
    spec: "2.6.2.6.3",
    what: "The parent's DataWriteGuid is `parent_linkage2` alone: a merge was begun and not finished.",
    plain: null,
  },
  "parent-sector-size": {
    severity: "fatal",
    spec: "2.6.2.4",
    what: "The parent's logical sectors have another size.",
    plain: "the parent disk has sectors of another size, so it can't be the parent of this one",
  },
  "parent-smaller": {
    severity: "info",
    spec: "2.6.2.2",
    what: "The parent's virtual disk is smaller; past its end it reads as zeros.",
    plain: null,
  },
  "parent-larger": {
    severity: "warning",
    spec: "2.6.2.2",
    what: "The parent's virtual disk is larger; its end is out of reach.",
    plain: null,
  },
  "parent-damaged": {
    severity: "error",
    spec: "2.6.2.6.3",
    what: "An ancestor that the disk is read through has an error of its own.",
    plain: "a disk that this one is read through is damaged",
  },
  "parent-is-child": {
    severity: "fatal",
    spec: "2.6.2.6.3",
    what: "The file that fits as the parent is the child itself, or a copy of it.",
    plain: "the file that should be the parent of this disk is this disk itself",
  },
  "chain-cycle": {
    severity: "fatal",
    spec: "2.6.2.6.3",
    what: "The disk is among its own ancestors.",
    plain: "the disks name each other as parents, in a circle",
  },
  "chain-too-deep": {
    severity: "fatal",
    spec: null,
    what: "The chain has more than 256 links.",
    plain: "the chain of disks is longer than any that can be read",
  },
});
