import { textOfUnits, unitsAt } from "./utf16.ts";
import {
  attributeHeader,
  nonResidentAttribute,
  residentAttribute,
  totalAllocated,
} from "./structs/attribute.ts";

/** Kinds of attributes. */
export const TYPE = {
  standardInformation: 0x10,
  attributeList: 0x20,
  fileName: 0x30,
  volumeName: 0x60,
  volumeInformation: 0x70,
  data: 0x80,
  indexRoot: 0x90,
  indexAllocation: 0xa0,
  bitmap: 0xb0,
  reparsePoint: 0xc0,
  extendedAttributes: 0xe0,
} as const;
const END = 0xffffffff;

/** Names of the kinds, as $AttrDef has them. */
export const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [0x10, "$STANDARD_INFORMATION"],
  [0x20, "$ATTRIBUTE_LIST"],
  [0x30, "$FILE_NAME"],
  [0x40, "$OBJECT_ID"],
  [0x50, "$SECURITY_DESCRIPTOR"],
  [0x60, "$VOLUME_NAME"],
  [0x70, "$VOLUME_INFORMATION"],
  [0x80, "$DATA"],
  [0x90, "$INDEX_ROOT"],
  [0xa0, "$INDEX_ALLOCATION"],
  [0xb0, "$BITMAP"],
  [0xc0, "$REPARSE_POINT"],
  [0xd0, "$EA_INFORMATION"],
  [0xe0, "$EA"],
  [0x100, "$LOGGED_UTILITY_STREAM"],
]);

export const FLAG = { compressed: 0x00ff, encrypted: 0x4000, sparse: 0x8000 } as const;

/** What all attributes have. */
interface AttributeHead {
  readonly type: number;
  readonly name: string;
  readonly flags: number;
  /** Instance number in its record. */
  readonly id: number;
  /** Record that holds it. */
  readonly record: number;
  /** Bytes from the start of the record. */
  readonly at: number;
  /** Bytes in the record. */
  readonly length: number;
}

/** An attribute whose value is in the record. */
interface ResidentAttribute extends AttributeHead {
  readonly resident: true;
  readonly value: Uint8Array;
  /** Bytes from the start of the record. */
  readonly valueAt: number;
}

/** An attribute, or a part of one, whose value is in clusters. */
export interface NonResidentAttribute extends AttributeHead {
  readonly resident: false;
  readonly lowestVcn: number;
  /** Mapping pairs. */
  readonly pairs: Uint8Array;
  /** Clusters of a compression unit as a power of two; 0 for none. */
  readonly compressionUnit: number;
  /** Bytes; sizes are those of the whole value, and stand in its first part alone. */
  readonly allocated: number;
  readonly size: number;
  readonly initialized: number;
}

export type Attribute = ResidentAttribute | NonResidentAttribute;

const H = attributeHeader.fields;
const R = residentAttribute.fields;
const N = nonResidentAttribute.fields;
const T = totalAllocated.fields;

/** A 64-bit value as a number; null where it is 2^53 or more. */
const u64At = (view: DataView, at: number) => {
  const high = view.getUint32(at + 4, true);
  return high < 0x200000 ? high * 2 ** 32 + view.getUint32(at, true) : null;
};

/** Where an attribute is, and what its header says. */
interface Header {
  readonly at: number;
  readonly length: number;
  readonly name: string;
  readonly record: number;
}

// A sweep reads hundreds of thousands of attributes: objects are made in one go, as a spread costs more than all the rest.
function residentAt(header: Header, bytes: Uint8Array, view: DataView): ResidentAttribute | null {
  const { at, length, name, record } = header;
  if (length < residentAttribute.size) return null;
  const valueLength = view.getUint32(at + R.valueLength.offset, true);
  const valueOffset = view.getUint16(at + R.valueOffset.offset, true);
  if (valueOffset > length || valueLength > length - valueOffset) return null;
  const valueAt = at + valueOffset;
  return {
    resident: true,
    type: view.getUint32(at + H.type.offset, true),
    name,
    flags: view.getUint16(at + H.flags.offset, true),
    id: view.getUint16(at + H.id.offset, true),
    record,
    at,
    length,
    value: bytes.subarray(valueAt, valueAt + valueLength),
    valueAt,
  };
}

function nonResidentAt(header: Header, bytes: Uint8Array, view: DataView): NonResidentAttribute | null {
  const { at, length, name, record } = header;
  if (length < nonResidentAttribute.size) return null;
  const lowestVcn = u64At(view, at + N.lowestVcn.offset);
  const pairsOffset = view.getUint16(at + N.pairsOffset.offset, true);
  if (lowestVcn === null || pairsOffset > length) return null;
  const flags = view.getUint16(at + H.flags.offset, true);
  const first = lowestVcn === 0;
  const size = first ? u64At(view, at + N.size.offset) : 0;
  const initialized = first ? u64At(view, at + N.initialized.offset) : 0;
  const isPacked = (flags & (FLAG.compressed | FLAG.sparse)) !== 0 && pairsOffset >= totalAllocated.size;
  const allocated = first ? u64At(view, at + (isPacked ? T.total : N.allocated).offset) : 0;
  if (size === null) return null;
  return {
    resident: false,
    type: view.getUint32(at + H.type.offset, true),
    name,
    flags,
    id: view.getUint16(at + H.id.offset, true),
    record,
    at,
    length,
    lowestVcn,
    pairs: bytes.subarray(at + pairsOffset, at + length),
    compressionUnit: view.getUint8(at + N.compressionUnit.offset),
    allocated: allocated ?? 0,
    size,
    initialized: initialized ?? size,
  };
}

/**
 * Attributes of a record.
 *
 * @param sound bytes of the record that can be trusted
 * @returns those before the first one that can't be, and whether all are there.
 */
export function readAttributes(
  bytes: Uint8Array,
  start: number,
  sound: number,
  record: number,
): { readonly attributes: Attribute[]; readonly whole: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const attributes: Attribute[] = [];
  for (let at = start; at + 4 <= sound;) {
    const type = view.getUint32(at + H.type.offset, true);
    if (type === END) return { attributes, whole: true };
    if (at + attributeHeader.size > sound) break;
    const length = view.getUint32(at + H.length.offset, true);
    if (length < attributeHeader.size || length % 8 !== 0 || length > sound - at) break;
    const nameLength = view.getUint8(at + H.nameLength.offset) * 2;
    const nameAt = at + view.getUint16(at + H.nameOffset.offset, true);
    if (nameLength > 0 && nameAt + nameLength > at + length) break;
    const name = nameLength === 0 ? "" : textOfUnits(unitsAt(bytes, nameAt, nameLength / 2));
    const head: Header = { at, length, name, record };
    const isResident = view.getUint8(at + H.nonResident.offset) === 0;
    const attribute = isResident ? residentAt(head, bytes, view) : nonResidentAt(head, bytes, view);
    if (attribute === null) return { attributes, whole: false };
    attributes.push(attribute);
    at += length;
  }
  return { attributes, whole: false };
}
