import type { Finding } from "../../../api/index.ts";
import { byteErrorOf } from "../../../bytes/crc32c-error.ts";
import { decode, encodeInto } from "../../../bytes/struct.ts";
import { hexText } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import { REGION_TABLE_OFFSETS } from "../../headers/header-section.ts";
import type { RegionTable } from "../../regions/regions.ts";
import {
  BAT_REGION,
  METADATA_REGION,
  REGION_TABLE_SIGNATURE,
  REGION_TABLE_SIZE,
  regionTableEntry,
  regionTableHeader,
} from "../../structs/region-table.ts";
import { updateTableChecksum } from "../../write/region-table-bytes.ts";
import { type Draft, fault, hopelessFault, type Planning } from "../fix.ts";
import { contentDrafts } from "./regions-by-content.ts";
import type { RepairState } from "../state.ts";
import { writeTables } from "./write-tables.ts";

/** Bytes shown before and after: the table's header and its first entries. */
const SHOWN = regionTableHeader.size + 8 * regionTableEntry.size;
const placeOf = (copy: 1 | 2) => ({ offset: REGION_TABLE_OFFSETS[copy - 1] ?? 0, length: SHOWN });

function bytesOf({ store }: RepairState, copy: 1 | 2): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(REGION_TABLE_SIZE);
  bytes.set(readUpTo(store, placeOf(copy).offset, bytes.length));
  return bytes;
}

function copyDraft(state: RepairState, from: 1 | 2, loss: string | null, evidence: readonly string[]): Draft {
  const to = from === 1 ? 2 : 1;
  return {
    id: `region-table-from-copy/${to}`,
    title: `Rebuild region table ${to} from region table ${from}`,
    evidence,
    loss,
    place: placeOf(to),
    apply: (target) => writeTables(target, bytesOf(state, from)),
  };
}

/** Whether the table names BAT and metadata once each, and holds nothing after its entries. */
function isPlausible(table: Uint8Array): boolean {
  const { signature, entryCount } = decode(regionTableHeader, table);
  const end = regionTableHeader.size + entryCount * regionTableEntry.size;
  if (signature !== REGION_TABLE_SIGNATURE || end > table.length) return false;
  const guids = Array.from({ length: entryCount }, (_, index) =>
    decode(regionTableEntry, table, regionTableHeader.size + index * regionTableEntry.size),
  );
  const once = (guid: string) => guids.filter((each) => each.guid === guid).length === 1;
  return once(BAT_REGION) && once(METADATA_REGION) && table.subarray(end).every((byte) => byte === 0);
}

/** A table whose checksum fails because of a single byte. */
function byteDraft(state: RepairState, table: RegionTable): Draft[] {
  const bytes = bytesOf(state, table.copy);
  const wrong = byteErrorOf(bytes.length, table.checksum ^ table.computedChecksum);
  if (wrong === null) return [];
  const stood = bytes[wrong.at] ?? 0;
  bytes[wrong.at] = stood ^ wrong.mask;
  const { checksum } = regionTableHeader.fields;
  if ((wrong.at >= checksum.offset && wrong.at < checksum.offset + checksum.length) || !isPlausible(bytes))
    return [];
  return [
    {
      id: `region-table-byte/${table.copy}`,
      title: `Restore one byte of region table ${table.copy}`,
      evidence: [
        `Byte ${wrong.at} of region table ${table.copy} is ${hexText(stood, 2)}. With ${hexText(stood ^ wrong.mask, 2)} the checksum matches, and no other single byte makes it match.`,
      ],
      loss: null,
      place: placeOf(table.copy),
      apply: (target) => writeTables(target, bytes),
    },
  ];
}

/** A table whose entries are plausible, but whose checksum is wrong. */
function checksumDraft(state: RepairState, table: RegionTable): Draft[] {
  const bytes = bytesOf(state, table.copy);
  if (!isPlausible(bytes)) return [];
  return [
    {
      id: `region-table-checksum/${table.copy}`,
      title: `Keep region table ${table.copy} as it is and update its checksum`,
      evidence: [
        `Region table ${table.copy} names a BAT and a metadata region once each, and holds nothing after its entries.`,
      ],
      loss: "If the damage is in an offset or a length, that region is not found, or another part of the file is read in its stead.",
      place: placeOf(table.copy),
      apply: (target) => {
        updateTableChecksum(bytes);
        writeTables(target, bytes);
      },
    },
  ];
}

function* planBothDamaged(state: RepairState): Planning {
  const found = state.with("no-valid-region-table");
  if (found.length === 0) return;
  const { tables } = state.structures.regions;
  const drafts = [
    ...tables.flatMap((table) => byteDraft(state, table)),
    ...(yield* contentDrafts(state, "both copies of the region table are damaged")),
    ...tables.flatMap((table) => checksumDraft(state, table)),
  ];
  if (drafts.length > 0) yield fault("region-tables", found, drafts);
  else {
    const why = "A search of the file found no metadata table and no BAT, so their places are unknown.";
    yield hopelessFault("region-tables", found, why);
  }
}

/** Changes entries of the table in use, and writes it to both places. */
function entriesDraft(
  state: RepairState,
  draft: Pick<Draft, "id" | "title" | "evidence" | "loss">,
  change: (table: Uint8Array, at: number) => void,
): Draft {
  const copy = state.structures.regions.active?.copy ?? 1;
  return {
    ...draft,
    place: placeOf(copy),
    apply: (target) => {
      const bytes = bytesOf(state, copy);
      encodeInto(regionTableHeader, { reserved: 0 }, bytes);
      const { entryCount } = decode(regionTableHeader, bytes);
      for (let index = 0; index < entryCount; index++)
        change(bytes, regionTableHeader.size + index * regionTableEntry.size);
      updateTableChecksum(bytes);
      writeTables(target, bytes);
    },
  };
}

function* planEntries(state: RepairState): Planning {
  const reserved = state.with("region-table-reserved", "region-reserved");
  if (reserved.length > 0) {
    const about = {
      id: "region-reserved",
      title: "Clear the reserved bits of the region tables",
      evidence: ["MS-VHDX reserves these bits: they must be zero."],
      loss: null,
    };
    yield fault("region-reserved", reserved, [
      entriesDraft(state, about, (table, at) => encodeInto(regionTableEntry, { reserved: 0 }, table, at)),
    ]);
  }
  for (const finding of state.with("region-unknown-required")) {
    const entry = state.structures.regions.active?.entries.find(
      ({ entryOffset }) => String(entryOffset) === finding.offset,
    );
    if (entry === undefined) continue;
    const about = {
      id: `region-optional/${entry.index}`,
      title: `Mark the unknown region ${entry.values.guid} as not required`,
      evidence: [
        "BAT and metadata are there, and everything that MS-VHDX defines can be read. The region's contents are left alone.",
      ],
      loss: "The region is marked as required: a reader that does not know the region must not read the disk. What the region means for the data is unknown.",
    };
    yield fault(
      about.id,
      [finding],
      [
        entriesDraft(state, about, (table, at) => {
          if (decode(regionTableEntry, table, at).guid === entry.values.guid)
            encodeInto(regionTableEntry, { required: 0 }, table, at);
        }),
      ],
    );
  }
}

/** Regions that can't lie where the valid table says. */
function* planMisplaced(state: RepairState): Planning {
  const found = state
    .with(
      "region-missing",
      "region-duplicate",
      "region-misaligned",
      "region-in-header",
      "region-empty",
      "region-too-far",
      "region-overlap",
      "region-beyond-file",
    )
    .filter(
      ({ severity, code }) => severity === "fatal" || (code === "region-beyond-file" && severity === "error"),
    );
  if (found.length === 0) return;
  const drafts = yield* contentDrafts(state, "the region table can't be right");
  if (drafts.length > 0) yield fault("regions-misplaced", found, drafts);
  else
    yield hopelessFault(
      "regions-misplaced",
      found,
      "That part is not in the file, and nothing else in the file shows what it held.",
    );
}

/** Faults of the region tables, MS-VHDX 2.2.3. */
export function* planRegions(state: RepairState): Planning {
  const { active } = state.structures.regions;
  if (state.headers.active === null) return;
  yield* planBothDamaged(state);
  if (active === null) return;
  const other = active.copy === 1 ? 2 : 1;
  const one = (found: readonly Finding[], drafts: readonly Draft[]) =>
    found.length === 0 ? [] : [fault(`region-table/${other}`, found, drafts)];
  yield* one(state.with("region-table-copy-damaged"), [
    copyDraft(state, active.copy, null, [
      `Region table ${active.copy} is whole: signature and checksum match. Both copies must be the same.`,
    ]),
  ]);
  const loss = (copy: 1 | 2) => `The different values of region table ${copy} are lost.`;
  yield* one(state.with("region-tables-differ"), [
    copyDraft(state, active.copy, loss(other), ["Both tables are whole but differ. Readers use the first."]),
    copyDraft(state, other, loss(active.copy), [
      "Both tables are whole but differ. A writer updates the first one first.",
    ]),
  ]);
  yield* planMisplaced(state);
  yield* planEntries(state);
}
