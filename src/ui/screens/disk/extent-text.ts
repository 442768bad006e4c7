import type { DiskExtent } from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { WORDS } from "./words.ts";

export interface ExtentText {
  /** Beside the state: "in this file", or why not. */
  readonly text: string;
  readonly tone: "neutral" | "warning" | "invalid";
  /** Where the byte at the cursor is in the file; null where it is not. */
  readonly fileOffset: number | null;
}

/** Where the byte at `offset` of the disk comes from, in words. */
export function extentText(extent: DiskExtent, offset: number): ExtentText {
  const { source, owner } = extent;
  // The file offset of another file of the chain is no place in this one.
  if (owner !== null && source.kind === "file")
    return { text: WORDS.block.inOther(visibleText(owner.name)), tone: "neutral", fileOffset: null };
  switch (source.kind) {
    case "file":
      return {
        text: WORDS.block.inThisFile,
        tone: "neutral",
        fileOffset: source.fileOffset + (offset - extent.offset),
      };
    case "zero":
      return { text: source.reason, tone: "neutral", fileOffset: null };
    case "parent":
      return {
        text: WORDS.block.inParent,
        tone: "warning",
        fileOffset: null,
      };
    case "unreadable":
      return { text: source.reason, tone: "invalid", fileOffset: null };
  }
}
