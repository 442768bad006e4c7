import { readUpTo, type ReadableStore } from "../../workers/store/store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../workers/vhdx/headers/header-section.ts";
import { readHeaders } from "../../workers/vhdx/headers/headers.ts";
import { readStructures } from "../../workers/vhdx/image.ts";
import { header } from "../../workers/vhdx/structs/header.ts";
import {
  METADATA_TABLE_SIZE,
  metadataTableEntry,
  metadataTableHeader,
} from "../../workers/vhdx/structs/metadata-table.ts";
import {
  REGION_TABLE_SIZE,
  regionTableEntry,
  regionTableHeader,
} from "../../workers/vhdx/structs/region-table.ts";

/** Structures in which bytes are made wrong, as they are called in the table. */
export const STRUCTURES = [
  "Headers",
  "Region tables",
  "Metadata table: header",
  "Metadata table: entries",
  "Metadata table: behind the entries",
  "File Parameters",
  "Virtual Disk Size",
  "Logical Sector Size",
  "Physical Sector Size",
  "Virtual Disk ID",
  "Parent Locator",
] as const;

export type StructureName = (typeof STRUCTURES)[number];

/** One byte made wrong. */
export interface Damage {
  readonly structure: StructureName;
  /** In bytes of the file. */
  readonly at: number;
  readonly to: number;
}

/** Reserved bytes are tried at this distance. */
const EVERY = 512;

/** Another value for a byte, which looks random and is the same each time. */
const wrong = (is: number, at: number): number => is ^ (1 + (((at * 2654435761) >>> 7) % 255));

/** All damages of an image, in the order of their places. @param image sound, with readable metadata. */
export function* damagesOf(image: ReadableStore): Generator<Damage> {
  const structures = readStructures(image, readHeaders(image).log);
  const { regions, metadata } = structures;
  const run = function* (
    structure: StructureName,
    start: number,
    length: number,
    used = length,
  ): Generator<Damage> {
    const bytes = readUpTo(image, start, length);
    for (const [nth, is] of bytes.entries()) {
      const at = start + nth;
      if (nth < used || (nth - used) % EVERY === 0) yield { structure, at, to: wrong(is, at) };
    }
  };
  const { reserved } = header.fields;
  for (const offset of HEADER_OFFSETS) yield* run("Headers", offset, header.size, reserved.offset);
  const entries = regions.active?.entryCount ?? 0;
  for (const offset of REGION_TABLE_OFFSETS)
    yield* run(
      "Region tables",
      offset,
      REGION_TABLE_SIZE,
      regionTableHeader.size + entries * regionTableEntry.size,
    );
  const start = regions.metadata?.offset ?? 0;
  const items = metadata?.items ?? [];
  const head = metadataTableHeader.size;
  const table = items.length * metadataTableEntry.size;
  yield* run("Metadata table: header", start, head);
  yield* run("Metadata table: entries", start + head, table);
  // Windows leaves one more entry there.
  const behind = start + head + table;
  yield* run(
    "Metadata table: behind the entries",
    behind,
    start + METADATA_TABLE_SIZE - behind,
    metadataTableEntry.size,
  );
  for (const { known, offset, values } of items) {
    const structure = STRUCTURES.find((name) => name === known?.name);
    if (structure !== undefined && offset !== null) yield* run(structure, offset, values.length);
  }
}
