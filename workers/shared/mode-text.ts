import type { FileKind } from "../api/index.ts";

const LETTERS: Readonly<Record<FileKind, string>> = {
  file: "-",
  directory: "d",
  symlink: "l",
  "block-device": "b",
  "character-device": "c",
  fifo: "p",
  socket: "s",
  unknown: "?",
};

/** Three permission bits. @param special the letter of setuid, setgid or sticky where that is set */
function triple(bits: number, special: string | null): string {
  const execute = (bits & 1) !== 0;
  const last = special === null ? (execute ? "x" : "-") : execute ? special : special.toUpperCase();
  return `${(bits & 4) === 0 ? "-" : "r"}${(bits & 2) === 0 ? "-" : "w"}${last}`;
}

/** Kind and permissions as `ls -l` shows them: "drwxr-xr-x". The kind alone where there are no permissions. */
export function modeText(kind: FileKind, mode: number | null): string {
  if (mode === null) return LETTERS[kind];
  const owner = triple(mode >> 6, (mode & 0o4000) === 0 ? null : "s");
  const group = triple(mode >> 3, (mode & 0o2000) === 0 ? null : "s");
  return `${LETTERS[kind]}${owner}${group}${triple(mode, (mode & 0o1000) === 0 ? null : "t")}`;
}
