import { decode } from "../../bytes/struct.ts";
import type { NodeAttribute } from "../file-system.ts";
import { rawCrc32cWithout, u32Bytes } from "./checksums.ts";
import type { Inode } from "./inode.ts";
import { extInode } from "./structs/inode.ts";
import { ATTRIBUTE_MAGIC, extAttribute, extAttributeBlock, extInodeAttributes } from "./structs/attribute.ts";
import type { ExtVolume } from "./volume.ts";

const PREFIXES: Readonly<Record<number, string>> = {
  0: "",
  1: "user.",
  2: "system.posix_acl_access",
  3: "system.posix_acl_default",
  4: "trusted.",
  6: "security.",
  7: "system.",
  8: "system.richacl",
  9: "encryption.",
  10: "gnu.",
};
const SYSTEM = 7;
const ENCRYPTION = 9;
/** Attributes of a list that are looked at, and bytes of a value: the kernel's own limit. */
const MOST = 1024;
const LARGEST_VALUE = 64 * 1024;

/** An attribute and where its value is. */
export interface StoredAttribute {
  readonly prefix: number;
  /** Bytes of the name behind the prefix. */
  readonly name: string;
  readonly size: number;
  /** Inode of the value; 0 where it lies beside the list. */
  readonly inode: number;
  /** Byte of the volume where the value is. */
  readonly offset: number;
  /** The value; null where it lies in an inode of its own, or outside of the list. */
  readonly value: Uint8Array | null;
}

interface List {
  readonly bytes: Uint8Array;
  /** Byte of the volume of `bytes`. */
  readonly offset: number;
  /** Where the first attribute is in them. */
  readonly first: number;
}

const latin = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Attributes of a list, and whether it ends as it should. */
function attributesIn({ bytes, offset, first }: List): { found: StoredAttribute[]; isSound: boolean } {
  const found: StoredAttribute[] = [];
  for (let at = first, count = 0; count < MOST; count++) {
    // Four zeros end the list, or its end does.
    if (at + 4 > bytes.length) return { found, isSound: at === bytes.length };
    if (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0)
      return { found, isSound: true };
    const nameAt = at + extAttribute.size;
    if (nameAt > bytes.length) return { found, isSound: false };
    const entry = decode(extAttribute, bytes, at);
    const nameEnd = nameAt + entry.nameLength;
    if (nameEnd > bytes.length) return { found, isSound: false };
    // In an inode, values are counted from the first attribute; in a block, from its start.
    const start = (first === extAttributeBlock.size ? 0 : first) + entry.valueOffset;
    const isHere = entry.valueInode === 0 && start + entry.valueSize <= bytes.length;
    found.push({
      prefix: entry.prefix,
      name: latin(bytes.subarray(nameAt, nameEnd)),
      size: entry.valueSize,
      inode: entry.valueInode,
      offset: offset + start,
      value: isHere ? bytes.subarray(start, start + entry.valueSize) : null,
    });
    at = nameAt + Math.ceil(entry.nameLength / 4) * 4;
  }
  return { found, isSound: false };
}

function listInInode({ raw, extraSize, offset }: Inode): List | null {
  const start = extInode.size + extraSize;
  const first = start + extInodeAttributes.size;
  if (extraSize === 0 || first > raw.length) return null;
  if (decode(extInodeAttributes, raw, start).magic !== ATTRIBUTE_MAGIC) return null;
  // From the start of the inode on, so that values are inside of it alone.
  return { bytes: raw, offset, first };
}

function listInBlock(volume: ExtVolume, inode: Inode): List | null {
  const { attributes: block, number } = inode;
  if (block === 0) return null;
  const bytes = volume.holds(block) ? volume.block(block) : null;
  const head = bytes === null ? null : decode(extAttributeBlock, bytes);
  const place = { run: volume.run(block), node: number };
  if (bytes === null || head?.magic !== ATTRIBUTE_MAGIC) {
    const message = `Block ${block} with the extended attributes of inode ${number} is damaged.`;
    volume.problems.add("attribute-block", "error", message, place);
    return null;
  }
  const { checksums } = volume;
  const numberBytes = [u32Bytes(block % 2 ** 32), u32Bytes(Math.floor(block / 2 ** 32))];
  const { offset: at } = extAttributeBlock.fields.checksum;
  if (checksums.isOn && rawCrc32cWithout([checksums.seed, ...numberBytes], bytes, at, 4) !== head.checksum) {
    const message = `Block ${block} with extended attributes has a wrong checksum.`;
    volume.problems.add("attribute-block-checksum", "warning", message, place);
  }
  return { bytes, offset: block * volume.blockSize, first: extAttributeBlock.size };
}

/** All attributes of an inode as they are stored, those in the inode first. */
function storedAttributes(volume: ExtVolume, inode: Inode): readonly StoredAttribute[] {
  const all: StoredAttribute[] = [];
  for (const list of [listInInode(inode), listInBlock(volume, inode)]) {
    if (list === null) continue;
    const { found, isSound } = attributesIn(list);
    all.push(...found);
    if (!isSound)
      volume.problems.add(
        "attributes",
        "warning",
        `The list of extended attributes of inode ${inode.number} is damaged.`,
        { node: inode.number },
      );
  }
  return all;
}

/** The value "system.data" of an inode with inline data: what its `i_block` has no room for. */
export function inlineRest(inode: Inode): StoredAttribute | null {
  const list = listInInode(inode);
  if (list === null) return null;
  return attributesIn(list).found.find(({ prefix, name }) => prefix === SYSTEM && name === "data") ?? null;
}

/**
 * Extended attributes as programs see them. The file system's own, inline data and encryption contexts, are left out.
 *
 * @param readInode reads the start of the content of an inode that holds a value; null where it can't
 */
export function attributesOf(
  volume: ExtVolume,
  inode: Inode,
  readInode: (number: number, length: number) => Uint8Array | null,
): readonly NodeAttribute[] {
  if (inode.attributes === 0 && listInInode(inode) === null) return [];
  const all: NodeAttribute[] = [];
  for (const { prefix, name, size, inode: holder, value } of storedAttributes(volume, inode)) {
    if (prefix === ENCRYPTION || (prefix === SYSTEM && name === "data")) continue;
    const read = holder === 0 ? value : size <= LARGEST_VALUE ? readInode(holder, size) : null;
    const full = `${PREFIXES[prefix] ?? `${prefix}.`}${name}`;
    if (read !== null) all.push({ name: full, value: read.slice() });
    else
      volume.problems.add(
        "attribute-value",
        "warning",
        `The value of ${full} of inode ${inode.number} is lost.`,
        {
          node: inode.number,
        },
      );
  }
  return all;
}
