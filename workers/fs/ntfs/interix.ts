import { decode } from "../../bytes/struct.ts";
import { safeNumber } from "../../shared/numbers.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import type { FileContent, NodeStat } from "../file-system.ts";
import { storedName } from "./names.ts";
import { interixDevice, interixFile } from "./structs/interix.ts";

/** The longest target: 4096 units. */
const LONGEST = interixFile.size + 2 * 4096;

/** What a file with the mark "system" is that Interix or ntfs-3g made for a link or a device; null for any other file. */
export function readInterix(
  content: FileContent,
): Pick<NodeStat, "kind" | "target" | "device" | "size"> | null {
  const { size } = content;
  if (size < interixFile.size || size > LONGEST) return null;
  const bytes = tryRead(content, 0, size);
  if (bytes === null) return null;
  const { magic } = decode(interixFile, bytes);
  if (magic === "IntxLNK\u0001") {
    const target = storedName(bytes.subarray(interixFile.size));
    return { kind: "symlink", target, device: null, size: target.bytes.length };
  }
  if ((magic !== "IntxCHR\0" && magic !== "IntxBLK\0") || size < interixDevice.size) return null;
  const { major, minor } = decode(interixDevice, bytes);
  return {
    kind: magic === "IntxCHR\0" ? "character-device" : "block-device",
    target: null,
    device: { major: safeNumber(major) ?? 0, minor: safeNumber(minor) ?? 0 },
    size: 0,
  };
}
