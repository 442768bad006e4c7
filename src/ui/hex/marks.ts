import type { DiskBytes, FileBytes } from "../../../workers/api/index.ts";
import type { HexMark } from "./types.ts";

/** What is known about the bytes of a file. The user's changes come last: they lie over the replay's. */
export function fileMarks({
  changedByReplay,
  changedByUser,
}: Pick<FileBytes, "changedByReplay" | "changedByUser">): HexMark[] {
  return [
    ...changedByReplay.map((span) => ({ ...span, kind: "replay" as const })),
    ...changedByUser.map((span) => ({ ...span, kind: "user" as const })),
  ];
}

/** What is known about the bytes of a virtual disk: where they come from, and what the replay changed. */
export function diskMarks({
  extents,
  changedByReplay,
}: Pick<DiskBytes, "extents" | "changedByReplay">): HexMark[] {
  const marks: HexMark[] = [];
  for (const { offset, length, source } of extents) {
    if (source.kind === "zero") marks.push({ offset, length, kind: "absent" });
    else if (source.kind !== "file") marks.push({ offset, length, kind: source.kind });
  }
  return [...marks, ...changedByReplay.map((span) => ({ ...span, kind: "replay" as const }))];
}
