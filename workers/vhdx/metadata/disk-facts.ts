import type { DiskType } from "../../api/index.ts";
import { NIL_GUID } from "../../shared/guid.ts";
import { TIB } from "../../shared/numbers.ts";
import { decode } from "../../bytes/struct.ts";
import { sizeText } from "../../shared/text.ts";
import type { FindingCode, FindingList } from "../findings/index.ts";
import { itemPlace, type MetadataItem } from "./metadata-item.ts";
import { type ParentLocator, readParentLocator } from "./parent-locator.ts";
import type { Region } from "../regions/regions.ts";
import {
  FILE_PARAMETERS,
  fileParameters,
  type KnownItem,
  LOGICAL_SECTOR_SIZE,
  logicalSectorSize,
  PARENT_LOCATOR,
  PHYSICAL_SECTOR_SIZE,
  physicalSectorSize,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
  virtualDiskId,
  virtualDiskSize,
} from "../structs/metadata-items.ts";
import { blockSize as blockSizeRule, sectorSize as sectorSizeRule } from "../structs/rules.ts";
import { nodeId } from "../../shared/node-id.ts";

/** Properties of the virtual disk, from the metadata items; null where an item is missing or unusable. Sizes in bytes. */
export interface DiskFacts {
  readonly type: DiskType | null;
  readonly blockSize: number | null;
  /** As stored, so not always a multiple of the sector size. */
  readonly virtualSize: number | null;
  readonly logicalSectorSize: number | null;
  readonly physicalSectorSize: number | null;
  readonly diskId: string | null;
  readonly parent: ParentLocator | null;
}

/** The largest virtual disk that MS-VHDX allows, in bytes (2.6.2.2). */
export const LARGEST_DISK = 64 * TIB;

export const NO_FACTS: DiskFacts = {
  type: null,
  blockSize: null,
  virtualSize: null,
  logicalSectorSize: null,
  physicalSectorSize: null,
  diskId: null,
  parent: null,
};

/** Reads the known items and checks their values, MS-VHDX 2.6.2. */
export function readFacts(region: Region, items: readonly MetadataItem[], findings: FindingList): DiskFacts {
  const find = (known: KnownItem): MetadataItem | null =>
    items.find((item) => item.known?.guid === known.guid) ?? null;
  /** A known item and its bytes; null where it is missing, which is a finding, or too short. */
  const itemOf = (
    known: KnownItem,
    missing: FindingCode = "metadata-missing",
  ): { item: MetadataItem; bytes: Uint8Array } | null => {
    const item = find(known);
    if (item === null) {
      findings.add(missing, `The metadata has no ${known.name}.`, {
        structure: "Metadata",
        offset: region.offset,
        node: nodeId("metadata/table"),
        part: known.guid,
      });
      return null;
    }
    const long = item.bytes !== null && item.bytes.length >= (known.struct?.size ?? 0);
    return long && item.bytes !== null ? { item, bytes: item.bytes } : null;
  };

  const parameters = itemOf(FILE_PARAMETERS);
  let blockSize: number | null = null;
  let type: DiskType | null = null;
  if (parameters !== null) {
    const values = decode(fileParameters, parameters.bytes);
    type = values.hasParent === 1 ? "differencing" : values.leaveBlocksAllocated === 1 ? "fixed" : "dynamic";
    const problem = blockSizeRule(values.blockSize);
    if (problem === null) blockSize = values.blockSize;
    else
      findings.add(
        "block-size",
        `The block size is ${sizeText(values.blockSize)}; it ${problem}.`,
        itemPlace(parameters.item),
      );
    if (values.reserved !== 0) {
      const message = "File Parameters has reserved bits set.";
      findings.add("file-parameters-reserved", message, itemPlace(parameters.item));
    }
    if (values.hasParent === 1 && values.leaveBlocksAllocated === 1) {
      const message = "File Parameters say that the disk is fixed, and that it has a parent.";
      findings.add("file-parameters-both", message, itemPlace(parameters.item));
    }
  }

  const readSector = (
    known: KnownItem,
    read: (bytes: Uint8Array) => number,
    code: "sector-size" | "physical-sector-size",
    missing?: FindingCode,
  ): number | null => {
    const found = itemOf(known, missing);
    if (found === null) return null;
    const value = read(found.bytes);
    const problem = sectorSizeRule(value);
    if (problem === null) return value;
    findings.add(code, `The ${known.name.toLowerCase()} is ${value}; it ${problem}.`, itemPlace(found.item));
    return null;
  };
  const logical = readSector(
    LOGICAL_SECTOR_SIZE,
    (bytes) => decode(logicalSectorSize, bytes).logicalSectorSize,
    "sector-size",
  );
  const physical = readSector(
    PHYSICAL_SECTOR_SIZE,
    (bytes) => decode(physicalSectorSize, bytes).physicalSectorSize,
    "physical-sector-size",
    "physical-sector-size-missing",
  );
  if (logical !== null && physical !== null && physical < logical) {
    findings.add(
      "physical-sector-smaller",
      `The physical sector size of ${physical} bytes is smaller than the logical one of ${logical}.`,
      itemPlace(find(PHYSICAL_SECTOR_SIZE) as MetadataItem),
    );
  }

  const size = itemOf(VIRTUAL_DISK_SIZE);
  let virtualSize: number | null = null;
  if (size !== null) {
    const raw = decode(virtualDiskSize, size.bytes).virtualDiskSize;
    if (raw === 0n) {
      findings.add("virtual-size-zero", "The virtual disk's size is zero.", itemPlace(size.item));
    } else if (raw > BigInt(LARGEST_DISK)) {
      const message = `The virtual disk's size is ${raw} bytes; it must be at most 64 TiB.`;
      findings.add("virtual-size", message, itemPlace(size.item));
    } else {
      virtualSize = Number(raw);
      if (logical !== null && virtualSize % logical !== 0) {
        findings.add(
          "virtual-size-unaligned",
          `The virtual disk's size, ${raw} bytes, is not a multiple of its ${logical}-byte sectors.`,
          {
            ...itemPlace(size.item),
          },
        );
      }
    }
  }

  const id = itemOf(VIRTUAL_DISK_ID, "disk-id-missing");
  const diskId = id === null ? null : decode(virtualDiskId, id.bytes).virtualDiskId;
  if (id !== null && diskId === NIL_GUID) {
    findings.add("disk-id-nil", "The Virtual Disk ID is all zeros.", itemPlace(id.item));
  }

  const locator = find(PARENT_LOCATOR);
  let parent: ParentLocator | null = null;
  if (locator?.bytes != null) parent = readParentLocator(locator.bytes, itemPlace(locator), findings);
  if (type === "differencing" && locator === null) {
    findings.add("parent-locator-missing", "The disk has a parent, but no parent locator says which.", {
      structure: "Metadata",
      offset: region.offset,
      node: nodeId("metadata/table"),
    });
  }
  if (type !== null && type !== "differencing" && locator !== null) {
    findings.add(
      "parent-locator-unexpected",
      "There is a parent locator, but the disk is not marked as having a parent.",
      {
        ...itemPlace(locator),
      },
    );
  }
  return {
    type,
    blockSize,
    virtualSize,
    logicalSectorSize: logical,
    physicalSectorSize: physical,
    diskId,
    parent,
  };
}
