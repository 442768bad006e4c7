import type { FileContent, NodeStat, StoredName } from "../../../fs/file-system.ts";

/** A file or folder that is extracted. */
export interface Item {
  /** Names from the top of the extraction; never empty. */
  readonly path: readonly StoredName[];
  /** Of a stream, that of its file, with the stream's size. */
  readonly stat: NodeStat;
  /** Name of the stream (NTFS) that is the content; null for the file itself. */
  readonly stream: string | null;
  /** The content of a file; null for all else. */
  readonly content: FileContent | null;
  /** Path of an earlier item with the same content, where it is another name of the same file. */
  readonly same: readonly StoredName[] | null;
}

const SLASH = 0x2f;

/** Names of a path, joined by slashes. */
export function pathBytes(path: readonly StoredName[]): Uint8Array {
  const length = path.reduce((sum, { bytes }) => sum + bytes.length + 1, -1);
  const whole = new Uint8Array(Math.max(0, length));
  let at = 0;
  for (const { bytes } of path) {
    if (at > 0) whole[at - 1] = SLASH;
    whole.set(bytes, at);
    at += bytes.length + 1;
  }
  return whole;
}

/** The same as a key: one character for each byte. */
export const pathKey = (path: readonly StoredName[]): string =>
  new TextDecoder("latin1").decode(pathBytes(path));

/** The same as text. */
export const pathText = (path: readonly StoredName[]): string => path.map(({ text }) => text).join("/");
