import type { FileContentBytes, FileNode } from "../../api/index.ts";
import type { FileContent, FileSystem } from "../../fs/file-system.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB } from "../../shared/numbers.ts";
import { tryRead } from "../../store/tolerant-read.ts";

/** Bytes of one answer at most. */
const MOST_BYTES = MIB;
/** Bytes that are read at a time where a run can't be read as a whole. */
const SMALLEST = 4096;

/**
 * The content of a node.
 *
 * @throws VhdxError `not-available` where it has none.
 */
export function contentOf(fs: FileSystem, node: FileNode, stream: string | null): FileContent {
  const content = fs.open(node, stream);
  if (content !== null) return content;
  const what = stream === null ? "no content that can be read" : `no stream ${stream}`;
  throw new VhdxError("not-available", `This file has ${what}.`, { structure: "file" });
}

/** Bytes of a file; zeros for what can't be read, which is listed. */
export function contentBytes(content: FileContent, offset: number, length: number): FileContentBytes {
  const there = Math.max(0, Math.min(length, MOST_BYTES, content.size - offset));
  const bytes = new Uint8Array(there);
  const unreadable: { offset: number; length: number; reason: string }[] = [];
  const lost = (at: number, size: number, reason: string) => {
    const last = unreadable.at(-1);
    if (last !== undefined && last.offset + last.length === at && last.reason === reason) last.length += size;
    else unreadable.push({ offset: at, length: size, reason });
  };
  for (const extent of there === 0 ? [] : content.extents(offset, there)) {
    const { source } = extent;
    if (source.kind === "unreadable") lost(extent.offset, extent.length, source.reason);
    if (source.kind === "unreadable" || source.kind === "zero") continue;
    const whole = tryRead(content, extent.offset, extent.length);
    if (whole !== null) {
      bytes.set(whole, extent.offset - offset);
      continue;
    }
    for (let at = extent.offset; at < extent.offset + extent.length; at += SMALLEST) {
      const size = Math.min(SMALLEST, extent.offset + extent.length - at);
      const part = tryRead(content, at, size);
      if (part === null) lost(at, size, "The disk can't be read there.");
      else bytes.set(part, at - offset);
    }
  }
  return { offset, bytes, size: content.size, unreadable };
}
