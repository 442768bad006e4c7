import { NIL_GUID } from "../../../shared/guid.ts";
import { MIB, TIB } from "../../../shared/numbers.ts";
import { encode, type Values } from "../../../bytes/struct.ts";
import type { METADATA_VALUES } from "../../../vhdx/findings/catalogue/metadata-value-rules.ts";
import {
  FILE_PARAMETERS,
  fileParameters,
  LOGICAL_SECTOR_SIZE,
  PHYSICAL_SECTOR_SIZE,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
  virtualDiskId,
} from "../../../vhdx/structs/metadata-items.ts";
import type { ImageBuilder } from "../../vhdx/image-builder.ts";
import { blockSizeOf, diskSizeOf, u32, UNKNOWN, withItem } from "../cases.ts";
import { CHILD, type RuleCase } from "./case.ts";

const parameters = (image: ImageBuilder, values: Partial<Values<typeof fileParameters.fields>>) =>
  withItem(image, FILE_PARAMETERS.guid, { bytes: encode(fileParameters, { blockSize: MIB, ...values }) });
const size = (image: ImageBuilder, bytes: bigint) =>
  withItem(image, VIRTUAL_DISK_SIZE.guid, diskSizeOf(bytes));
const diskId = (image: ImageBuilder, guid: string) =>
  withItem(image, VIRTUAL_DISK_ID.guid, { bytes: encode(virtualDiskId, { virtualDiskId: guid }) });

export const METADATA_VALUE_CASES: Record<keyof typeof METADATA_VALUES, RuleCase> = {
  "block-size": {
    spoil: (image) => withItem(image, FILE_PARAMETERS.guid, blockSizeOf(3 * MIB)),
    nearMiss: (image) => withItem(image, FILE_PARAMETERS.guid, blockSizeOf(4 * MIB)),
  },
  "file-parameters-reserved": {
    spoil: (image) => parameters(image, { reserved: 1 }),
    nearMiss: (image) => parameters(image, { leaveBlocksAllocated: 1 }),
  },
  "file-parameters-both": {
    options: CHILD,
    spoil: (image) => parameters(image, { leaveBlocksAllocated: 1, hasParent: 1 }),
    nearMiss: (image) => parameters(image, { hasParent: 1 }),
  },
  "fixed-not-allocated": {
    options: { type: "fixed", virtualSize: 2 * MIB },
    spoil: (image) => image.place(0, image.data / MIB),
    nearMiss: (image) => [0, 1].forEach((block) => image.place(block, image.data / MIB + block)),
  },
  "virtual-size": {
    spoil: (image) => size(image, BigInt(64 * TIB + 512)),
    nearMiss: (image) => size(image, BigInt(64 * TIB)),
  },
  "virtual-size-zero": {
    spoil: (image) => size(image, 0n),
    nearMiss: (image) => size(image, 512n),
  },
  "virtual-size-unaligned": {
    spoil: (image) => size(image, BigInt(64 * MIB - 1)),
    nearMiss: (image) => size(image, BigInt(64 * MIB - 512)),
  },
  "sector-size": {
    spoil: (image) => withItem(image, LOGICAL_SECTOR_SIZE.guid, { bytes: u32(1024) }),
    nearMiss: (image) => withItem(image, LOGICAL_SECTOR_SIZE.guid, { bytes: u32(4096) }),
  },
  "physical-sector-size": {
    spoil: (image) => withItem(image, PHYSICAL_SECTOR_SIZE.guid, { bytes: u32(1024) }),
    nearMiss: (image) => withItem(image, PHYSICAL_SECTOR_SIZE.guid, { bytes: u32(4096) }),
  },
  "physical-sector-smaller": {
    options: { logicalSectorSize: 4096, physicalSectorSize: 512 },
    spoil: () => {},
    nearMiss: (image) => withItem(image, PHYSICAL_SECTOR_SIZE.guid, { bytes: u32(4096) }),
  },
  "physical-sector-size-missing": {
    spoil: (image) => withItem(image, PHYSICAL_SECTOR_SIZE.guid, null),
    nearMiss: (image) => image.setMetadata(image.items.toReversed()),
  },
  "disk-id-missing": {
    spoil: (image) => withItem(image, VIRTUAL_DISK_ID.guid, null),
    nearMiss: (image) => diskId(image, UNKNOWN),
  },
  "disk-id-nil": {
    spoil: (image) => diskId(image, NIL_GUID),
    nearMiss: (image) => diskId(image, UNKNOWN),
  },
};
