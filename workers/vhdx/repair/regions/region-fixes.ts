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

/** Shown before and after: the table's head and its first entries. */
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

/** Whether the table names both regions that every file has, once each, and the entries alone take its 64 KiB. */
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

/** A table whose checksum fails because of one byte. */
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
      title: `Put one byte of region table ${table.copy} back`,
      evidence: [
        `Byte ${wrong.at} of region table ${table.copy} is ${hexText(stood, 2)}. With ${hexText(stood ^ wrong.mask, 2)} the checksum matches, and no other single byte makes it match.`,
      ],
      loss: null,
      place: placeOf(table.copy),
      apply: (target) => writeTables(target, bytes),
    },
  ];
}

/** A table that says what a table can say, but for its checksum. */
function checksumDraft(state: RepairState, table: RegionTable): Draft[] {
  const bytes = bytesOf(state, table.copy);
  if (!isPlausible(bytes)) return [];
  return [
    {
      id: `region-table-checksum/${table.copy}`,
      title: `Take region table ${table.copy} as it stands and mend its checksum`,
      evidence: [
        `Region table ${table.copy} names a BAT and a metadata region once each, and nothing stands behind its entries.`,
      ],
      loss: "If the damage is in a place or a length, that region is not found, or another part of the file is taken for it.",
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
    const why =
      "No metadata table and no BAT can be found in the file by what they hold, so nothing says where they lie.";
    yield hopelessFault("region-tables", found, why);
  }
}

/** Changes all entries of the table that is used, and puts it into both places. */
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
      evidence: ["MS-VHDX gives these bits no meaning; they must be zero."],
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
      title: `Take the unknown region ${entry.values.guid} as one that a reader need not know`,
      evidence: [
        "BAT and metadata are there, and all that MS-VHDX defines can be read. The region itself is left alone.",
      ],
      loss: "Whoever made the region said that the disk must not be read without knowing it; what it means for the data is unknown.",
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

/** Regions that can't be where the valid table says. */
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
      "That part is not in the file, and nothing else in the file says what stood in it.",
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
      `Region table ${active.copy} is whole: signature and checksum match. Both copies must say the same.`,
    ]),
  ]);
  const loss = (copy: 1 | 2) => `What region table ${copy} says otherwise is given up.`;
  yield* one(state.with("region-tables-differ"), [
    copyDraft(state, active.copy, loss(other), [
      "Both tables are whole, but must say the same. Readers take the first.",
    ]),
    copyDraft(state, other, loss(active.copy), [
      "Both tables are whole, but must say the same. A writer updates the first one first.",
    ]),
  ]);
  yield* planMisplaced(state);
  yield* planEntries(state);
}
