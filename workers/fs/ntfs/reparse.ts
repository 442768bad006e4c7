import { decode } from "../../bytes/struct.ts";
import type { NodeKind, StoredName } from "../file-system.ts";
import { storedName } from "./names.ts";
import { TAG } from "./reparse-tags.ts";
import { lxSymlink, mountPoint, reparsePoint, symbolicLink, wofFile } from "./structs/reparse.ts";
import { WOF_ALGORITHMS, type WofAlgorithm } from "./wof-algorithms.ts";

/** What a reparse point says. */
export interface Reparse {
  readonly tag: number;
  /** Null where it does not make the file something else. */
  readonly kind: NodeKind | null;
  /** Target as people see it; null where it has none. */
  readonly target: StoredName | null;
  /** Target as Windows opens it, where that is another one: `\??\C:\Windows`. */
  readonly substitute: StoredName | null;
  /** How the content is packed, where WOF did so in the file itself. */
  readonly wof: WofAlgorithm | null;
}

/** The names of a junction or symbolic link. */
function linkTarget(bytes: Uint8Array, table: typeof mountPoint | typeof symbolicLink) {
  if (bytes.length < table.size) return { target: null, substitute: null };
  const { substituteOffset, substituteLength, printOffset, printLength } = decode(mountPoint, bytes);
  const names = bytes.subarray(table.size);
  const substitute = storedName(names.subarray(substituteOffset, substituteOffset + substituteLength));
  const print = storedName(names.subarray(printOffset, printOffset + printLength));
  if (print.text === "") return { target: substitute, substitute: null };
  return { target: print, substitute: print.text === substitute.text ? null : substitute };
}

function lxTarget(bytes: Uint8Array, end: number): StoredName | null {
  if (bytes.length < lxSymlink.size || decode(lxSymlink, bytes).version !== 2) return null;
  const target = bytes.slice(lxSymlink.size, end);
  return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(target), bytes: target };
}

function wofAlgorithm(bytes: Uint8Array): WofAlgorithm | null {
  if (bytes.length < wofFile.size) return null;
  const { version, provider, fileVersion, algorithm } = decode(wofFile, bytes);
  if (version !== 1 || provider !== 2 || fileVersion !== 1) return null;
  return WOF_ALGORITHMS[algorithm] ?? null;
}

const KINDS: ReadonlyMap<number, NodeKind> = new Map([
  [TAG.unixSocket, "socket"],
  [TAG.lxFifo, "fifo"],
  [TAG.lxCharacter, "character-device"],
  [TAG.lxBlock, "block-device"],
]);

/** Reads the value of $REPARSE_POINT; null where it is too short. */
export function readReparse(bytes: Uint8Array): Reparse | null {
  if (bytes.length < reparsePoint.size) return null;
  const { tag, dataLength } = decode(reparsePoint, bytes);
  const none = { tag, kind: KINDS.get(tag) ?? null, target: null, substitute: null, wof: null };
  switch (tag) {
    case TAG.mountPoint:
      return { ...none, kind: "symlink", ...linkTarget(bytes, mountPoint) };
    case TAG.symbolicLink:
      return { ...none, kind: "symlink", ...linkTarget(bytes, symbolicLink) };
    case TAG.lxSymlink:
      return { ...none, kind: "symlink", target: lxTarget(bytes, reparsePoint.size + dataLength) };
    case TAG.wof:
      return { ...none, wof: wofAlgorithm(bytes) };
    default:
      return none;
  }
}
