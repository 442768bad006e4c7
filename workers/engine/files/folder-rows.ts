import type { FileNode, FolderRows } from "../../api/index.ts";
import type { FileSystem } from "../../fs/file-system.ts";

/** Rows of one answer at most. */
const MOST_ROWS = 4096;

/** A part of a folder, each entry with what the file system keeps about it. */
export function folderRows(
  fs: FileSystem,
  folder: FileNode | null,
  cursor: string | null,
  limit: number,
): FolderRows {
  const page = fs.list(folder ?? fs.root, cursor, Math.max(1, Math.min(limit, MOST_ROWS)));
  const rows = page.entries.map(({ name, node, kind }) => ({ name, node, kind, stat: fs.stat(node) }));
  return { rows, next: page.next, problems: page.problems };
}
