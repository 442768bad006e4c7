import { decode } from "../../bytes/struct.ts";
import { textOf } from "../common/names.ts";
import type { NodeAttribute } from "../file-system.ts";
import { BlockMap, forkBytes } from "./block-map.ts";
import { checkCrc, type XfsContext } from "./context.ts";
import { type Inode, LOCAL } from "./inode.ts";
import {
  attributeBlock,
  attributeBlockV5,
  leafEntry,
  LEAF_V4,
  LEAF_V5,
  localAttribute,
  NODE_V4,
  NODE_V5,
  nodeEntry,
  remoteAttribute,
  remoteBlock,
  shortAttribute,
  shortAttributes,
} from "./structs/attribute.ts";

const TRUSTED = 2;
const SECURITY = 4;
const PARENT = 8;
const INCOMPLETE = 0x80;
const HERE = 1;

const LEAVES: ReadonlySet<number> = new Set([0xfbee, 0x3bee]);
const NODES: ReadonlySet<number> = new Set([0xfebe, 0x3ebe]);
/** Levels of the index of the attributes, and leaves that are read at most. */
const MOST_LEVELS = 5;
const MOST_LEAVES = 256;
/** Bytes of a value (XATTR_SIZE_MAX), and of all values that are read at most. */
const LARGEST_VALUE = 65_536;
const MOST_BYTES = 1024 * 1024;

function prefixOf(flags: number): string {
  if ((flags & TRUSTED) !== 0) return "trusted.";
  return (flags & SECURITY) !== 0 ? "security." : "user.";
}

/** The kernel keeps the access lists of POSIX as attributes of its own. */
const ACCESS_LISTS: ReadonlyMap<string, string> = new Map([
  ["trusted.SGI_ACL_FILE", "system.posix_acl_access"],
  ["trusted.SGI_ACL_DEFAULT", "system.posix_acl_default"],
]);

const isShown = (flags: number) => (flags & (INCOMPLETE | PARENT)) === 0;

const nameOf = (flags: number, name: Uint8Array) => prefixOf(flags) + textOf(name);

function readShort(bytes: Uint8Array): readonly NodeAttribute[] {
  const list: NodeAttribute[] = [];
  if (bytes.length < shortAttributes.size) return list;
  const { count } = decode(shortAttributes, bytes);
  let at = shortAttributes.size;
  for (let nth = 0; nth < count && at + shortAttribute.size <= bytes.length; nth++) {
    const { nameLength, valueLength, flags } = decode(shortAttribute, bytes, at);
    const name = at + shortAttribute.size;
    const value = name + nameLength;
    at = value + valueLength;
    if (at > bytes.length) break;
    if (isShown(flags))
      list.push({ name: nameOf(flags, bytes.subarray(name, value)), value: bytes.slice(value, at) });
  }
  return list;
}

/** A value that has blocks of its own; null where it can't be read. */
function readRemote(context: XfsContext, map: BlockMap, block: number, length: number): Uint8Array | null {
  if (length > LARGEST_VALUE) return null;
  const { isV5 } = context.geometry;
  const value = new Uint8Array(length);
  let done = 0;
  for (let nth = block; done < length; nth++) {
    const read = forkBytes(context, map, nth, 1);
    if (read === null) return null;
    const header = isV5 ? remoteBlock.size : 0;
    if (isV5 && decode(remoteBlock, read.bytes).magic !== "XARM") return null;
    const part = read.bytes.subarray(header, header + length - done);
    value.set(part, done);
    done += part.length;
  }
  return value;
}

function* readLeaf(context: XfsContext, map: BlockMap, bytes: Uint8Array): Generator<NodeAttribute> {
  const { isV5 } = context.geometry;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = isV5 ? LEAF_V5 : LEAF_V4;
  const count = view.getUint16(isV5 ? attributeBlockV5.size : attributeBlock.size);
  for (let nth = 0; nth < count; nth++) {
    const at = header + nth * leafEntry.size;
    if (at + leafEntry.size > bytes.length) return;
    const { place, flags } = decode(leafEntry, bytes, at);
    if (!isShown(flags) || place + remoteAttribute.size > bytes.length) continue;
    if ((flags & HERE) !== 0) {
      const { valueLength, nameLength } = decode(localAttribute, bytes, place);
      const name = place + localAttribute.size;
      const value = name + nameLength;
      if (value + valueLength > bytes.length) continue;
      yield {
        name: nameOf(flags, bytes.subarray(name, value)),
        value: bytes.slice(value, value + valueLength),
      };
      continue;
    }
    const { block, valueLength, nameLength } = decode(remoteAttribute, bytes, place);
    const name = place + remoteAttribute.size;
    const value = readRemote(context, map, block, valueLength);
    if (value !== null && name + nameLength <= bytes.length)
      yield { name: nameOf(flags, bytes.subarray(name, name + nameLength)), value };
  }
}

/** Extended attributes of an inode, as far as they can be read. */
export function readAttributes(context: XfsContext, inode: Inode): readonly NodeAttribute[] {
  const fork = inode.attributes;
  if (fork === null) return [];
  const renamed = ({ name, value }: NodeAttribute) => ({ name: ACCESS_LISTS.get(name) ?? name, value });
  if (fork.format === LOCAL) return readShort(fork.bytes).map(renamed);
  if (fork.extents === 0) return [];
  const { problems, geometry } = context;
  const damaged = () =>
    problems.add("xfs-attributes", "warning", "Extended attributes can't be read.", { node: inode.number });
  const map = new BlockMap(context, inode, fork);
  const list: NodeAttribute[] = [];
  const seen = new Set<number>();
  let levels = 0;
  let bytesRead = 0;
  for (let block = 0; !seen.has(block) && seen.size < MOST_LEAVES;) {
    seen.add(block);
    const read = forkBytes(context, map, block, 1);
    if (read === null) {
      damaged();
      break;
    }
    const { magic, forward } = decode(attributeBlock, read.bytes);
    if (NODES.has(magic) && levels < MOST_LEVELS) {
      levels += 1;
      block = decode(nodeEntry, read.bytes, geometry.isV5 ? NODE_V5 : NODE_V4).before;
      continue;
    }
    if (!LEAVES.has(magic)) {
      damaged();
      break;
    }
    if (geometry.isV5) {
      const { checksum } = decode(attributeBlockV5, read.bytes);
      checkCrc(context, read.bytes, attributeBlockV5.fields.checksum, checksum, "a block of attributes", {
        offset: read.offset,
        node: inode.number,
      });
    }
    for (const attribute of readLeaf(context, map, read.bytes)) {
      bytesRead += attribute.value.length;
      if (bytesRead > MOST_BYTES) {
        damaged();
        return list;
      }
      list.push(renamed(attribute));
    }
    if (forward === 0) break;
    block = forward;
  }
  return list;
}
