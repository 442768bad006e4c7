import type { DiskType } from "../../api/index.ts";
import { encode, encodeInto } from "../../bytes/struct.ts";
import { textToUtf16 } from "../../shared/encoded-text.ts";
import {
  FILE_PARAMETERS,
  fileParameters,
  LOGICAL_SECTOR_SIZE,
  logicalSectorSize,
  PARENT_LOCATOR,
  PHYSICAL_SECTOR_SIZE,
  physicalSectorSize,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
  virtualDiskId,
  virtualDiskSize,
} from "../../vhdx/structs/metadata-items.ts";
import {
  METADATA_SIGNATURE,
  METADATA_TABLE_SIZE,
  type MetadataEntryValues,
  metadataTableEntry,
  metadataTableHeader,
} from "../../vhdx/structs/metadata-table.ts";
import {
  parentLocatorEntry,
  parentLocatorHeader,
  VHDX_PARENT_LOCATOR,
} from "../../vhdx/structs/parent-locator.ts";

/** A metadata item: its bytes, and the values of its entry that do not follow from them. */
export interface ItemOptions extends Partial<MetadataEntryValues> {
  readonly itemId: string;
  readonly bytes: Uint8Array;
}

/** The items that every disk has, and the parent locator where there is one. */
export function standardItems(disk: {
  readonly type: DiskType;
  readonly virtualSize: number;
  readonly blockSize: number;
  readonly logicalSectorSize: number;
  readonly physicalSectorSize: number;
  readonly diskId: string;
  readonly parent: Readonly<Record<string, string>> | null;
}): ItemOptions[] {
  const item = (known: { readonly guid: string; readonly isVirtualDisk: boolean }, bytes: Uint8Array) => ({
    itemId: known.guid,
    isVirtualDisk: known.isVirtualDisk ? 1 : 0,
    isRequired: 1,
    bytes,
  });
  const parameters = encode(fileParameters, {
    blockSize: disk.blockSize,
    leaveBlocksAllocated: disk.type === "fixed" ? 1 : 0,
    hasParent: disk.type === "differencing" ? 1 : 0,
  });
  const items = [
    item(FILE_PARAMETERS, parameters),
    item(VIRTUAL_DISK_SIZE, encode(virtualDiskSize, { virtualDiskSize: BigInt(disk.virtualSize) })),
    item(LOGICAL_SECTOR_SIZE, encode(logicalSectorSize, { logicalSectorSize: disk.logicalSectorSize })),
    item(PHYSICAL_SECTOR_SIZE, encode(physicalSectorSize, { physicalSectorSize: disk.physicalSectorSize })),
    item(VIRTUAL_DISK_ID, encode(virtualDiskId, { virtualDiskId: disk.diskId })),
  ];
  if (disk.parent !== null) items.push(item(PARENT_LOCATOR, parentLocatorBytes(Object.entries(disk.parent))));
  return items;
}

/** A parent locator with the given entries, in their order. */
export function parentLocatorBytes(
  pairs: readonly (readonly [string, string])[],
  locatorType = VHDX_PARENT_LOCATOR,
): Uint8Array<ArrayBuffer> {
  const texts = pairs.map(([key, value]) => [textToUtf16(key), textToUtf16(value)] as const);
  const textStart = parentLocatorHeader.size + pairs.length * parentLocatorEntry.size;
  const bytes = new Uint8Array(
    texts.reduce((sum, [key, value]) => sum + key.length + value.length, textStart),
  );
  encodeInto(parentLocatorHeader, { locatorType, keyValueCount: pairs.length }, bytes);
  let at = textStart;
  for (const [index, [key, value]] of texts.entries()) {
    const entry = {
      keyOffset: at,
      keyLength: key.length,
      valueOffset: at + key.length,
      valueLength: value.length,
    };
    encodeInto(parentLocatorEntry, entry, bytes, parentLocatorHeader.size + index * parentLocatorEntry.size);
    bytes.set(key, entry.keyOffset);
    bytes.set(value, entry.valueOffset);
    at += key.length + value.length;
  }
  return bytes;
}

/** A metadata region: the table, and behind it the items in their order; an item may name another place. */
export function metadataBytes(
  items: readonly ItemOptions[],
  length: number,
  entryCount: number,
): Uint8Array<ArrayBuffer> {
  const region = new Uint8Array(length);
  encodeInto(metadataTableHeader, { signature: METADATA_SIGNATURE, entryCount }, region);
  let next = METADATA_TABLE_SIZE;
  for (const [index, { bytes, ...values }] of items.entries()) {
    const offset = values.offset ?? (bytes.length === 0 ? 0 : next);
    const entry = { length: bytes.length, ...values, offset };
    encodeInto(metadataTableEntry, entry, region, metadataTableHeader.size + index * metadataTableEntry.size);
    if (offset + bytes.length <= length) region.set(bytes, offset);
    if (values.offset === undefined) next += bytes.length;
  }
  return region;
}
