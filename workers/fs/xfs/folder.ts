import { decode } from "../../bytes/struct.ts";
import { roundUp } from "../../shared/numbers.ts";
import { GrowingWindow } from "../common/growing-window.ts";
import { volumeRuns } from "../common/volume-runs.ts";
import type { NodeKind } from "../file-system.ts";
import { BlockMap, forkBytes } from "./block-map.ts";
import { checkCrc, type XfsContext } from "./context.ts";
import { inodeOffset } from "./geometry.ts";
import { type Inode, LOCAL } from "./inode.ts";
import {
  blockTail,
  FOLDER_BLOCK_V4,
  folderBlock,
  folderEntry,
  shortFolder,
  shortFolderEntry,
  unusedEntry,
} from "./structs/folder.ts";

/** The kinds that entries tell (XFS 16.2). */
const KINDS: readonly NodeKind[] = [
  "unknown",
  "file",
  "directory",
  "character-device",
  "block-device",
  "fifo",
  "socket",
  "symlink",
];
/** Bytes of the part of a folder with entries; its index is behind it. */
const LARGEST = 2 ** 35;
const ALIGNMENT = 8;
const TAG = 2;
const UNUSED = 0xffff;
const DOT = 0x2e;

/** An entry of a folder, as it is stored. */
interface XfsEntry {
  readonly kind: "entry";
  readonly inode: number;
  readonly type: NodeKind;
  /** Bytes of the name; they belong to the reader. */
  readonly name: Uint8Array;
  /** Where a list that has this entry last goes on. */
  readonly next: number;
}

/** An unused run of a folder's block: what is left of entries may be in it. */
interface UnusedRun {
  readonly kind: "unused";
  readonly bytes: Uint8Array;
  /** Bytes from the start of the block: left-over entries name it. */
  readonly at: number;
}

export type FolderPart =
  | XfsEntry
  | UnusedRun
  | { readonly kind: "problem"; readonly message: string }
  | { readonly kind: "piece"; readonly position: number };

const isDots = (name: Uint8Array) =>
  name[0] === DOT && (name.length === 1 || (name.length === 2 && name[1] === DOT));

/** Entries of a folder that is in its inode. @param from number of an entry */
function* readShort({ geometry }: XfsContext, { data, number }: Inode, from: number): Generator<FolderPart> {
  const { bytes } = data;
  const damaged: FolderPart = { kind: "problem", message: `The folder in inode ${number} is damaged.` };
  if (bytes.length < shortFolder.size) {
    yield damaged;
    return;
  }
  const { count, wide } = decode(shortFolder, bytes);
  const inodeLength = wide === 0 ? 4 : 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const typeLength = geometry.hasTypes ? 1 : 0;
  // The inode of the parent is in front of the entries.
  let at = shortFolder.size + inodeLength;
  for (let nth = 0; nth < count; nth++) {
    const start = at + shortFolderEntry.size;
    const nameLength = bytes[at] ?? 0;
    const end = start + nameLength + typeLength + inodeLength;
    if (nameLength === 0 || end > bytes.length) {
      yield damaged;
      return;
    }
    const inodeAt = end - inodeLength;
    const inode = inodeLength === 4 ? view.getUint32(inodeAt) : Number(view.getBigUint64(inodeAt));
    const type = geometry.hasTypes ? (KINDS[bytes[inodeAt - 1] ?? 0] ?? "unknown") : "unknown";
    if (nth >= from)
      yield { kind: "entry", inode, type, name: bytes.subarray(start, start + nameLength), next: nth + 1 };
    at = end;
  }
}

/** Entries of one block of a folder. @param base position of the block in its folder, bytes */
function* readBlock(
  context: XfsContext,
  bytes: Uint8Array,
  base: number,
  from: number,
): Generator<FolderPart> {
  const { geometry } = context;
  const { magic } = decode(folderBlock, bytes);
  const header = geometry.isV5 ? folderBlock.size : FOLDER_BLOCK_V4;
  const isOnly = magic === "XDB3" || magic === "XD2B";
  let end = bytes.length;
  if (isOnly) {
    const { count } = decode(blockTail, bytes, bytes.length - blockTail.size);
    // An index that can't be right is not believed: the tags of the entries tell where they end.
    const index = blockTail.size + count * 8;
    if (header + index <= bytes.length) end = bytes.length - index;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const typeLength = geometry.hasTypes ? 1 : 0;
  let isLost = false;
  for (let at = Math.max(header, from); at + ALIGNMENT <= end;) {
    if (view.getUint16(at + unusedEntry.fields.tag.offset) === UNUSED) {
      const length = view.getUint16(at + unusedEntry.fields.length.offset);
      if (length > 0 && length % ALIGNMENT === 0 && at + length <= end) {
        yield { kind: "unused", bytes: bytes.subarray(at, at + length), at };
        at += length;
        continue;
      }
    }
    const nameLength = bytes[at + folderEntry.fields.nameLength.offset] ?? 0;
    const length = roundUp(folderEntry.size + nameLength + typeLength + TAG, ALIGNMENT);
    const isEntry = nameLength > 0 && at + length <= end && view.getUint16(at + length - TAG) === at;
    if (!isEntry) {
      if (!isLost)
        yield {
          kind: "problem",
          message: `The folder is damaged from its byte ${base + at} on; entries may be missing.`,
        };
      isLost = true;
      at += ALIGNMENT;
      continue;
    }
    isLost = false;
    const name = bytes.subarray(at + folderEntry.size, at + folderEntry.size + nameLength);
    const inode = Number(view.getBigUint64(at + folderEntry.fields.inode.offset));
    const type = geometry.hasTypes
      ? (KINDS[bytes[at + folderEntry.size + nameLength] ?? 0] ?? "unknown")
      : "unknown";
    at += length;
    if (!isDots(name)) {
      if (inodeOffset(geometry, inode) === null)
        yield {
          kind: "problem",
          message: `An entry of the folder names inode ${inode}, which does not exist.`,
        };
      else yield { kind: "entry", inode, type, name, next: base + at };
    }
  }
}

const MAGICS = { v4: ["XD2B", "XD2D"], v5: ["XDB3", "XDD3"] } as const;

/**
 * Entries of a folder, `.` and `..` left out.
 *
 * @param from 0, or where a list before went on
 */
export function* readXfsFolder(context: XfsContext, folder: Inode, from: number): Generator<FolderPart> {
  if (folder.data.format === LOCAL) {
    yield* readShort(context, folder, from);
    return;
  }
  const { geometry } = context;
  const map = new BlockMap(context, folder, folder.data);
  const { blockSize, folderBlock: size } = geometry;
  const blocks = size / blockSize;
  const end = Math.min(folder.size, LARGEST);
  const window = new GrowingWindow(from);
  for (let base = Math.floor(from / size) * size; base < end;) {
    yield { kind: "piece", position: Math.max(base, from) };
    const ahead = Math.min(window.at(Math.max(base, from)), end - base);
    if (ahead > 0) context.reader.aheadOfRuns(volumeRuns(map.extents(base, ahead)));
    const first = base / blockSize;
    const [run] = map.runs(first, Math.ceil(end / blockSize));
    if (run !== undefined && run.offset === null && run.count >= blocks) {
      if (run.reason !== null)
        yield {
          kind: "problem",
          message: `The folder can't be read from its byte ${base} on. ${run.reason}`,
        };
      base += Math.floor(run.count / blocks) * size;
      continue;
    }
    const block = forkBytes(context, map, first, blocks);
    const start = base;
    base += size;
    const values = block === null ? null : decode(folderBlock, block.bytes);
    const magics: readonly string[] = geometry.isV5 ? MAGICS.v5 : MAGICS.v4;
    if (block === null || values === null || !magics.includes(values.magic)) {
      yield {
        kind: "problem",
        message: `The block at byte ${start} of the folder is damaged or can't be read.`,
      };
      continue;
    }
    if (geometry.isV5) {
      if (values.owner !== BigInt(folder.number)) {
        yield {
          kind: "problem",
          message: `The block at byte ${start} of the folder belongs to inode ${values.owner}.`,
        };
        continue;
      }
      checkCrc(context, block.bytes, folderBlock.fields.checksum, values.checksum, "a block of a folder", {
        offset: block.offset,
        node: folder.number,
      });
    }
    yield* readBlock(context, block.bytes, start, Math.max(0, from - start));
  }
}
