import { bits, defineStruct, guid, type Struct, u32, u64 } from "../../bytes/struct.ts";
import { blockSize, inBytes, mustBeZero, sectorSize } from "./rules.ts";

export const fileParameters = defineStruct({
  name: "File Parameters",
  spec: "2.6.2.1",
  size: 8,
  fields: {
    blockSize: u32(0, "BlockSize", {
      meaning: "Size of a payload block in bytes.",
      rule: blockSize,
      ...inBytes,
    }),
    leaveBlocksAllocated: bits(4, 4, 0, 1, "LeaveBlocksAllocated", {
      meaning: "1: a fixed disk, whose blocks keep their place in the file.",
    }),
    hasParent: bits(4, 4, 1, 1, "HasParent", { meaning: "1: a differencing disk, which needs its parent." }),
    reserved: bits(4, 4, 2, 30, "Reserved", { meaning: "Must be zero.", rule: mustBeZero }),
  },
});

export const virtualDiskSize = defineStruct({
  name: "Virtual Disk Size",
  spec: "2.6.2.2",
  size: 8,
  fields: {
    virtualDiskSize: u64(0, "VirtualDiskSize", {
      meaning: "Size of the virtual disk in bytes, a multiple of the logical sector size, 64 TiB at most.",
      ...inBytes,
    }),
  },
});

export const virtualDiskId = defineStruct({
  name: "Virtual Disk ID",
  spec: "2.6.2.3",
  size: 16,
  fields: {
    virtualDiskId: guid(0, "VirtualDiskId", {
      meaning: "Identity of the virtual disk, which a guest sees as SCSI page 83.",
    }),
  },
});

export const logicalSectorSize = defineStruct({
  name: "Logical Sector Size",
  spec: "2.6.2.4",
  size: 4,
  fields: {
    logicalSectorSize: u32(0, "LogicalSectorSize", {
      meaning: "Size in bytes of the sectors that a guest addresses.",
      rule: sectorSize,
    }),
  },
});

export const physicalSectorSize = defineStruct({
  name: "Physical Sector Size",
  spec: "2.6.2.5",
  size: 4,
  fields: {
    physicalSectorSize: u32(0, "PhysicalSectorSize", {
      meaning: "Size in bytes of the sectors that a guest is told the disk has underneath.",
      rule: sectorSize,
    }),
  },
});

/** A metadata item that MS-VHDX, or Microsoft's own code, defines. */
export interface KnownItem {
  readonly guid: string;
  readonly name: string;
  /** Structure of the item's bytes; null where their length varies or the item has none. */
  readonly struct: Struct | null;
  readonly isVirtualDisk: boolean;
  readonly isRequired: boolean;
}

const item = (guidText: string, struct: Struct, isVirtualDisk: boolean): KnownItem => ({
  guid: guidText,
  name: struct.name,
  struct,
  isVirtualDisk,
  isRequired: true,
});
const named = (guidText: string, name: string, isRequired: boolean): KnownItem => ({
  guid: guidText,
  name,
  struct: null,
  isVirtualDisk: false,
  isRequired,
});

export const FILE_PARAMETERS = item("caa16737-fa36-4d43-b3b6-33f0aa44e76b", fileParameters, false);
export const VIRTUAL_DISK_SIZE = item("2fa54224-cd1b-4876-b211-5dbed83bf4b8", virtualDiskSize, true);
export const VIRTUAL_DISK_ID = item("beca12ab-b2e6-4523-93ef-c309e000c746", virtualDiskId, true);
export const LOGICAL_SECTOR_SIZE = item("8141bf1d-a96f-4709-ba47-f233a8faab5f", logicalSectorSize, true);
export const PHYSICAL_SECTOR_SIZE = item("cda348c7-445d-4471-9cc9-e9885251c556", physicalSectorSize, true);
export const PARENT_LOCATOR = named("a8d35f2d-b30b-454d-abf7-d3d84834ab0c", "Parent Locator", true);
/** Not in MS-VHDX: while a file has this item, its creation is not finished. */
export const INCOMPLETE_FILE = named("71cc85f0-1b69-4e28-9558-c3bf83ae75d3", "Incomplete File Marker", true);

export const KNOWN_ITEMS: readonly KnownItem[] = [
  FILE_PARAMETERS,
  VIRTUAL_DISK_SIZE,
  VIRTUAL_DISK_ID,
  LOGICAL_SECTOR_SIZE,
  PHYSICAL_SECTOR_SIZE,
  PARENT_LOCATOR,
  INCOMPLETE_FILE,
  named("da02d7bc-3d3a-423c-ac88-2a36ab21479b", "CHS Parameters", false),
  named("10e1ae8a-4b7e-4169-a40f-cd70de928393", "PMEM Label Storage Area", false),
];

/** The known system item with an id. Must not be asked for user items, which may have the same id. */
export function knownItem(guidText: string): KnownItem | null {
  return KNOWN_ITEMS.find((each) => each.guid === guidText) ?? null;
}
