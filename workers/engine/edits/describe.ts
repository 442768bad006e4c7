import type { Change, EditAction } from "../../api/index.ts";
import { describeRelink } from "./relink.ts";
import { bytesToHex, countText, hexText, sizeText } from "../../shared/text.ts";
import { visibleText } from "../../shared/visible-text.ts";
import { nodeId } from "../../shared/node-id.ts";
import type { OpenedImage } from "../image/opened-image.ts";

const SHOWN_BYTES = 8;

const spaceText = (space: "disk" | "file") => (space === "disk" ? "the virtual disk" : "the file");

/** An action in words, for the list of changes. */
export function describeAction(action: EditAction): string {
  switch (action.kind) {
    case "write":
      return `Wrote ${countText(action.bytes.length, "byte")} at ${hexText(action.offset)} of ${spaceText(action.space)}`;
    case "fill": {
      const more = action.pattern.length > SHOWN_BYTES ? "…" : "";
      const pattern = bytesToHex(action.pattern.subarray(0, SHOWN_BYTES));
      return `Filled ${sizeText(action.length)} at ${hexText(action.offset)} of the virtual disk with ${pattern}${more}`;
    }
    case "zero":
      return `Zeroed ${sizeText(action.length)} at ${hexText(action.offset)} of the virtual disk`;
    case "set-field":
      return `Set ${action.field} of ${action.node} to ${visibleText(action.value)}${action.mend ? "" : ", checksum unchanged"}`;
    case "apply-log":
      return "Applied the log";
    case "discard-log":
      return "Discarded the log";
    case "fix":
      return `Made the fix ${action.fix}`;
    case "relink":
      return describeRelink(action.change);
  }
}

/** What is lost with an image's log, as a sentence; null where the log holds nothing that was never applied. */
export function discardedWords({ headers, log }: Pick<OpenedImage, "headers" | "log">): string | null {
  if (!headers.dirty) return null;
  const count = log?.replayable === true ? log.active.length : 0;
  return count === 0
    ? "What the log held is lost: it could not be replayed."
    : `${countText(count, "log entry", "log entries")} that ${count === 1 ? "was" : "were"} never applied ${count === 1 ? "is" : "are"} lost.`;
}

/** The bytes or the structure of an action: what a click on the change shows. */
export function placeOf(action: EditAction): Pick<Change, "space" | "offset" | "length" | "node" | "field"> {
  const bytes = { node: null, field: null };
  const structure = { space: "file", offset: 0, length: 0 } as const;
  switch (action.kind) {
    case "write":
      return { ...bytes, space: action.space, offset: action.offset, length: action.bytes.length };
    case "fill":
    case "zero":
      return { ...bytes, space: "disk", offset: action.offset, length: action.length };
    case "set-field":
      return { ...structure, node: action.node, field: action.field };
    case "fix":
      return { ...bytes, ...structure };
    case "apply-log":
    case "discard-log":
      return { ...structure, node: nodeId("log"), field: null };
    case "relink":
      return { ...structure, node: nodeId("metadata"), field: null };
  }
}
