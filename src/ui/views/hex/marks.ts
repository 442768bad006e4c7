import type { DiskBytes, FileBytes } from "../../../../workers/api/index.ts";
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

/** What is known about the bytes of a virtual disk: where they come from, and what the replay and the user changed. */
export function diskMarks({
  extents,
  changedByReplay,
  changedByUser,
}: Pick<DiskBytes, "extents" | "changedByReplay" | "changedByUser">): HexMark[] {
  const marks: HexMark[] = [];
  for (const { offset, length, source } of extents) {
    if (source.kind === "zero") marks.push({ offset, length, kind: "absent" });
    else if (source.kind !== "file") marks.push({ offset, length, kind: source.kind });
  }
  return [...marks, ...fileMarks({ changedByReplay, changedByUser })];
}
