import { decode } from "../../bytes/struct.ts";
import { MIB, safeNumber } from "../../shared/numbers.ts";
import type { FileContent } from "../file-system.ts";
import { applyFixup } from "./fixup.ts";
import { type FileNameKey, readFileName } from "./names.ts";
import { indexBlock, indexEntry, indexHeader, indexRoot, nodeBelow } from "./structs/index-node.ts";
import { PagedBytes } from "../common/paged-bytes.ts";

const E = indexEntry.fields;
const HAS_BELOW = 1;
const IS_LAST = 2;
/** Bytes that are kept of each folder that is being read. */
const KEPT = MIB;
const SMALL_UNIT = 512;

/** An entry of a node. */
export interface IndexEntry {
  readonly record: number;
  readonly sequence: number;
  /** Null in the last entry of a node. */
  readonly key: FileNameKey | null;
  /** Where the node below is; null for none. */
  readonly below: number | null;
}

/** A node of an index: as many entries as could be read. */
export interface IndexNode {
  readonly entries: readonly IndexEntry[];
  readonly isWhole: boolean;
}

/** Entries of a node. @param headerAt where its header is @param sound bytes that can be trusted */
function readEntries(bytes: Uint8Array, headerAt: number, sound: number): IndexNode {
  const entries: IndexEntry[] = [];
  if (headerAt + indexHeader.size > sound) return { entries, isWhole: false };
  const header = decode(indexHeader, bytes, headerAt);
  const end = Math.min(sound, headerAt + header.used);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = headerAt + header.entries; at + indexEntry.size <= end;) {
    const length = view.getUint16(at + E.length.offset, true);
    const keyLength = view.getUint16(at + E.keyLength.offset, true);
    const flags = view.getUint16(at + E.flags.offset, true);
    const isLast = (flags & IS_LAST) !== 0;
    const hasBelow = (flags & HAS_BELOW) !== 0;
    const least = indexEntry.size + (isLast ? 0 : keyLength) + (hasBelow ? nodeBelow.size : 0);
    if (length < least || length % 8 !== 0 || at + length > end) break;
    const keyAt = at + indexEntry.size;
    const key = isLast ? null : readFileName(bytes.subarray(keyAt, keyAt + keyLength));
    if (!isLast && key === null) break;
    const below = hasBelow ? safeNumber(decode(nodeBelow, bytes, at + length - nodeBelow.size).vcn) : null;
    const high = view.getUint16(at + E.record.offset + 4, true);
    entries.push({
      record: high * 2 ** 32 + view.getUint32(at + E.record.offset, true),
      sequence: view.getUint16(at + E.record.offset + 6, true),
      key,
      below,
    });
    if (isLast) return { entries, isWhole: true };
    at += length;
  }
  return { entries, isWhole: false };
}

/** The index of a folder, a B-tree of names. */
export class FolderIndex {
  /** Bytes of a block. */
  readonly blockSize: number;
  /** Nodes at most, by the size of what holds them: a walk that meets more goes in circles. */
  readonly mostNodes: number;
  readonly #root: IndexNode;
  /** Bytes that one of the numbers of nodes stands for. */
  readonly #unit: number;
  readonly #allocation: FileContent | null;
  readonly #bytes: PagedBytes | null;

  /**
   * @param root value of $INDEX_ROOT
   * @param allocation $INDEX_ALLOCATION; null for a small folder, or where it can't be opened
   */
  constructor(root: Uint8Array, allocation: FileContent | null, clusterSize: number, indexSize: number) {
    const stated = root.length < indexRoot.size ? 0 : decode(indexRoot, root).blockSize;
    const isSize = stated >= SMALL_UNIT && stated <= 64 * 1024 && stated % SMALL_UNIT === 0;
    this.blockSize = isSize ? stated : indexSize;
    this.#unit = this.blockSize >= clusterSize ? clusterSize : SMALL_UNIT;
    this.#root = readEntries(root, indexRoot.size, root.length);
    this.#allocation = allocation;
    this.#bytes = allocation === null ? null : new PagedBytes(allocation, KEPT);
    this.mostNodes = 1 + Math.ceil((allocation?.size ?? 0) / this.blockSize);
  }

  get allocation(): FileContent | null {
    return this.#allocation;
  }

  /** A node; null where it can't be read. @param vcn null for the root */
  node(vcn: number | null): IndexNode | null {
    if (vcn === null) return this.#root;
    const bytes = this.#bytes?.read(vcn * this.#unit, this.blockSize) ?? null;
    if (bytes === null) return null;
    const block = decode(indexBlock, bytes);
    if (block.signature !== "INDX" || block.vcn !== BigInt(vcn)) return null;
    const fixed = applyFixup(bytes, block.usaOffset, block.usaCount);
    return fixed === null ? null : readEntries(fixed.bytes, indexBlock.size, fixed.sound);
  }
}
