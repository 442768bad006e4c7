import type { FileKind, FileStat } from "../../../../workers/api/index.ts";
import { WORDS } from "./words.ts";

const TYPE_LETTERS: Readonly<Record<FileKind, string>> = {
  file: "-",
  directory: "d",
  symlink: "l",
  "block-device": "b",
  "character-device": "c",
  fifo: "p",
  socket: "s",
  unknown: "?",
};

const SETUID = 0o4000;
const SETGID = 0o2000;
const STICKY = 0o1000;

/** The mode as `ls -l` writes it: "drwxr-sr-x". */
export function modeText(kind: FileKind, mode: number): string {
  const part = (shift: number, special: boolean, letter: string) => {
    const bits = (mode >> shift) & 7;
    const execute = (bits & 1) !== 0;
    const last = special ? (execute ? letter : letter.toUpperCase()) : execute ? "x" : "-";
    return `${(bits & 4) === 0 ? "-" : "r"}${(bits & 2) === 0 ? "-" : "w"}${last}`;
  };
  return (
    TYPE_LETTERS[kind] +
    part(6, (mode & SETUID) !== 0, "s") +
    part(3, (mode & SETGID) !== 0, "s") +
    part(0, (mode & STICKY) !== 0, "t")
  );
}

/** Marks of a file as Windows writes them in a column: "RHSA". */
const attributesText = (flags: readonly string[]): string =>
  WORDS.attributes.map(([mark, letter]) => (flags.includes(mark) ? letter : "")).join("");

/** Owner and mode in a column: "drwxr-xr-x 0:0"; the letters of Windows where the file system has no mode. */
export function accessText(
  kind: FileKind,
  { mode, owner, flags }: Pick<FileStat, "mode" | "owner" | "flags">,
): string {
  if (mode === null) return attributesText(flags);
  const owned = owner === null ? "" : ` ${owner.user}:${owner.group}`;
  return `${modeText(kind, mode)}${owned}`;
}

const NS = 1_000_000_000n;

/** Seconds that a Date can hold. */
const LAST_SECOND = 8_640_000_000_000n;

/**
 * A time in UTC.
 *
 * @param nanoseconds since 1970
 * @param exact with all nine decimals of the second
 */
export function timeText(nanoseconds: bigint, exact = false): string {
  const seconds = (nanoseconds - (((nanoseconds % NS) + NS) % NS)) / NS;
  const rest = nanoseconds - seconds * NS;
  if (seconds > LAST_SECOND || seconds < -LAST_SECOND) return `${seconds} s`;
  const text = new Date(Number(seconds) * 1000).toISOString().replace("T", " ");
  const whole = text.slice(0, text.lastIndexOf("."));
  return exact ? `${whole}.${rest.toString().padStart(9, "0")} UTC` : whole.slice(0, -3);
}
