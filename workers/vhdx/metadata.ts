import type { DiskType, Finding } from "../api/index.ts";
import { MIB, reachesPast, TIB } from "../bytes/numbers.ts";
import { decode } from "../bytes/struct.ts";
import { sizeText } from "../bytes/text.ts";
import { type ReadableStore, readUpTo } from "../store/store.ts";
import { FindingList, type FindingPlace } from "./findings/index.ts";
import { checkItems, checkOverlaps } from "./metadata-check.ts";
import { itemPlace, type MetadataItem } from "./metadata-item.ts";
import { type ParentLocator, readParentLocator } from "./parent-locator.ts";
import type { Region } from "./regions.ts";
import {
  FILE_PARAMETERS,
  fileParameters,
  type KnownItem,
  knownItem,
  LOGICAL_SECTOR_SIZE,
  logicalSectorSize,
  PARENT_LOCATOR,
  PHYSICAL_SECTOR_SIZE,
  physicalSectorSize,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
  virtualDiskId,
  virtualDiskSize,
} from "./structs/metadata-items.ts";
import {
  METADATA_SIGNATURE,
  METADATA_TABLE_SIZE,
  metadataTableEntry,
  metadataTableHeader,
} from "./structs/metadata-table.ts";
import { blockSize as blockSizeRule, sectorSize as sectorSizeRule } from "./structs/rules.ts";

/** What the metadata says of the virtual disk; null where the item is missing or unusable. */
export interface DiskFacts {
  readonly type: DiskType | null;
  readonly blockSize: number | null;
  /** Bytes, as stored. */
  readonly virtualSize: number | null;
  readonly logicalSectorSize: number | null;
  readonly physicalSectorSize: number | null;
  readonly diskId: string | null;
  readonly parent: ParentLocator | null;
}

export interface Metadata {
  readonly items: readonly MetadataItem[];
  readonly facts: DiskFacts;
  readonly findings: readonly Finding[];
}

const LARGEST_COUNT = Math.floor((METADATA_TABLE_SIZE - metadataTableHeader.size) / metadataTableEntry.size);
/** MS-VHDX 2.6.1.2; one more makes the table invalid. */
const MOST_USER_ITEMS = 1024;
const LARGEST_ITEM = MIB;
/** More than any known item needs; the hex view shows the rest of a longer one. */
const KEPT_BYTES = 64 * 1024;
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

function readItem(
  store: ReadableStore,
  region: Region,
  index: number,
  table: Uint8Array,
  kept: Set<string>,
): MetadataItem {
  const at = metadataTableHeader.size + index * metadataTableEntry.size;
  const values = decode(metadataTableEntry, table, at);
  const known = values.isUser === 1 ? null : knownItem(values.itemId);
  const inRegion =
    values.length > 0 &&
    values.length <= LARGEST_ITEM &&
    values.offset >= METADATA_TABLE_SIZE &&
    !reachesPast(values.offset, values.length, region.length);
  const offset = inRegion ? region.offset + values.offset : null;
  const readable = offset !== null && !reachesPast(offset, values.length, store.size);
  // Thousands of entries can name one known item, or one place: only the first of each is looked into.
  const keep = readable && known !== null && !kept.has(known.guid);
  if (keep) kept.add(known.guid);
  const bytes = keep ? readUpTo(store, offset, Math.min(values.length, KEPT_BYTES)) : null;
  return { index, entryOffset: region.offset + at, values, known, offset, readable, bytes };
}

/** Reads the known items and checks their values, MS-VHDX 2.6.2. */
function readFacts(region: Region, items: readonly MetadataItem[], findings: FindingList): DiskFacts {
  const find = (known: KnownItem): MetadataItem | null =>
    items.find((item) => item.known?.guid === known.guid) ?? null;
  /** Bytes of a known item; a missing one is a finding. */
  const take = (
    known: KnownItem,
    severity: "fatal" | "error",
  ): { item: MetadataItem; bytes: Uint8Array } | null => {
    const item = find(known);
    if (item === null) {
      findings.add("metadata-missing", `The metadata has no ${known.name}.`, {
        structure: "Metadata",
        offset: region.offset,
        node: "metadata/table",
        severity,
      });
      return null;
    }
    const long = item.bytes !== null && item.bytes.length >= (known.struct?.size ?? 0);
    return long && item.bytes !== null ? { item, bytes: item.bytes } : null;
  };

  const parameters = take(FILE_PARAMETERS, "fatal");
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
      findings.add("metadata-reserved", "File Parameters has reserved bits set.", itemPlace(parameters.item));
    }
  }

  const readSector = (
    known: KnownItem,
    read: (bytes: Uint8Array) => number,
    code: "sector-size" | "physical-sector-size",
  ): number | null => {
    const taken = take(known, code === "sector-size" ? "fatal" : "error");
    if (taken === null) return null;
    const value = read(taken.bytes);
    const problem = sectorSizeRule(value);
    if (problem === null) return value;
    findings.add(code, `The ${known.name.toLowerCase()} is ${value}; it ${problem}.`, itemPlace(taken.item));
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
  );

  const size = take(VIRTUAL_DISK_SIZE, "fatal");
  let virtualSize: number | null = null;
  if (size !== null) {
    const raw = decode(virtualDiskSize, size.bytes).virtualDiskSize;
    if (raw === 0n || raw > BigInt(LARGEST_DISK)) {
      const said = raw === 0n ? "zero" : `${raw} bytes`;
      findings.add(
        "virtual-size",
        `The virtual disk's size is ${said}; it must be above 0 and at most 64 TiB.`,
        itemPlace(size.item),
      );
    } else {
      virtualSize = Number(raw);
      if (logical !== null && virtualSize % logical !== 0) {
        findings.add(
          "virtual-size-unaligned",
          `The virtual disk's size, ${raw} bytes, is no multiple of its ${logical}-byte sectors.`,
          {
            ...itemPlace(size.item),
          },
        );
      }
    }
  }

  const id = take(VIRTUAL_DISK_ID, "error");
  const diskId = id === null ? null : decode(virtualDiskId, id.bytes).virtualDiskId;

  const locator = find(PARENT_LOCATOR);
  let parent: ParentLocator | null = null;
  if (locator?.bytes != null) parent = readParentLocator(locator.bytes, itemPlace(locator), findings);
  if (type === "differencing" && locator === null) {
    findings.add("parent-locator-missing", "The disk has a parent, but nothing says which.", {
      structure: "Metadata",
      offset: region.offset,
      node: "metadata/table",
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

/** Reads the metadata table and all its items, MS-VHDX 2.6. */
export function readMetadata(store: ReadableStore, region: Region): Metadata {
  const findings = new FindingList();
  const table = new Uint8Array(METADATA_TABLE_SIZE);
  table.set(readUpTo(store, region.offset, Math.min(METADATA_TABLE_SIZE, region.length)));
  const head = decode(metadataTableHeader, table);
  const place: FindingPlace = { structure: "Metadata", offset: region.offset, node: "metadata/table" };
  if (head.signature !== METADATA_SIGNATURE || head.entryCount > LARGEST_COUNT) {
    const what =
      head.signature === METADATA_SIGNATURE
        ? `claims ${head.entryCount} entries`
        : "does not start with its signature";
    findings.add("metadata-table-invalid", `The metadata table ${what}.`, place);
    return { items: [], facts: NO_FACTS, findings: findings.items };
  }
  if (head.reserved !== 0 || head.reserved2.some((byte) => byte !== 0)) {
    findings.add("metadata-reserved", "Reserved fields of the metadata table are not zero.", place);
  }
  const items: MetadataItem[] = [];
  const kept = new Set<string>();
  for (let index = 0; index < head.entryCount; index++)
    items.push(readItem(store, region, index, table, kept));
  const users = items.filter((item) => item.values.isUser === 1).length;
  if (users > MOST_USER_ITEMS) {
    const message = `The metadata table has ${users} user items; ${MOST_USER_ITEMS} are the most that it may have.`;
    findings.add("metadata-table-invalid", message, place);
  }
  checkItems(items, findings);
  checkOverlaps(items, findings);
  const facts = readFacts(region, items, findings);
  return { items, facts, findings: findings.items };
}
