import type { NodeId } from "../../../workers/api/index.ts";
import { formatCount, formatOffset } from "./format.ts";

const ROOTS: Readonly<Record<string, string>> = {
  identifier: "File type identifier",
  header: "Header",
  "region-table": "Region table",
  log: "Log",
  metadata: "Metadata",
  bat: "BAT",
  blocks: "Blocks",
  block: "Block",
  bitmap: "Sector bitmap",
  region: "Region",
  gaps: "Unused space",
  gap: "Unused space",
};

/** Nodes whose number is an offset. */
const AT_OFFSET: ReadonlySet<string> = new Set(["log/entry", "gap"]);

/** A structure's id in words, without asking the engine: "Region table 1, entry 0". */
export function nodeWords(id: NodeId): string {
  const parts = id.split("/");
  const root = ROOTS[parts[0] ?? ""];
  if (root === undefined) return id;
  const words: string[] = [root];
  for (let at = 1; at < parts.length; at += 1) {
    const part = parts[at] ?? "";
    if (!/^\d+$/.test(part)) {
      // "Log entry" is one structure; further parts follow a comma.
      words.push(at > 1 ? `, ${part}` : ` ${part}`);
    } else if (AT_OFFSET.has(parts.slice(0, at).join("/"))) {
      words.push(` at ${formatOffset(Number(part))}`);
    } else {
      words.push(` ${formatCount(Number(part))}`);
    }
  }
  return words.join("");
}
