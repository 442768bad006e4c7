import { MIB, roundUp } from "../../../shared/numbers.ts";
import { sizeText } from "../../../shared/text.ts";
import { readUpTo } from "../../../store/store.ts";
import { BAT_ENTRY_SIZE } from "../../../shared/geometry.ts";
import { REGION_TABLE_OFFSETS } from "../../headers/header-section.ts";
import {
  BAT_REGION,
  REGION_TABLE_SIZE,
  regionTableEntry,
  regionTableHeader,
} from "../../structs/region-table.ts";
import { encodeInto } from "../../../bytes/struct.ts";
import { updateTableChecksum } from "../../write/region-table-bytes.ts";
import { planReservedBits, planStates, planStrayBitmaps } from "./bat-entries.ts";
import { planCutOff, planMisplaced } from "./bat-homeless.ts";
import { planAnchors, planShared } from "./bat-shared.ts";
import { planShifted } from "./bat-shifted.ts";
import { planBitmaps } from "./bitmap-fixes.ts";
import { fault, type Planning } from "../fix.ts";
import { unnamedRuns } from "./room.ts";
import type { RepairState } from "../state.ts";
import { writeTables } from "../regions/write-tables.ts";

/** Whether these bytes of the file are free and all zeros, so that the table can grow into them. */
function canGrow(state: RepairState, from: number, to: number): boolean {
  const free = [...unnamedRuns(state)].some(({ start, end }) => start <= from && end >= to);
  for (let at = from; free && at < to; at += MIB)
    if (readUpTo(state.store, at, MIB).some((byte) => byte !== 0)) return false;
  return free;
}

/** A BAT region that is too short for the disk, with free space after it. */
function* planLength(state: RepairState): Planning {
  const found = state.with("bat-too-small");
  const { regions, geometry } = state.structures;
  const { bat: region, active } = regions;
  if (found.length === 0 || region === null || geometry === null || active === null) return;
  const length = roundUp(geometry.batEntries * BAT_ENTRY_SIZE, MIB);
  if (!canGrow(state, roundUp(region.offset + region.length, MIB), region.offset + length)) return;
  yield fault("bat-length", found, [
    {
      id: "bat-length",
      title: `Set the BAT region to ${sizeText(length)}`,
      evidence: [
        "The disk needs a table of this size. The space after the table is free and holds zeros, which is what unused entries are.",
      ],
      loss: "If the stored disk size is too large, the guest sees a larger disk.",
      place: { offset: REGION_TABLE_OFFSETS[0], length: regionTableHeader.size + 2 * regionTableEntry.size },
      apply: (target) => {
        const table = new Uint8Array(REGION_TABLE_SIZE);
        table.set(readUpTo(state.store, active.offset, table.length));
        for (const { entryOffset, values } of active.entries) {
          const at = entryOffset - active.offset;
          if (values.guid === BAT_REGION) encodeInto(regionTableEntry, { length }, table, at);
        }
        updateTableChecksum(table);
        writeTables(target, table);
      },
    },
  ]);
}

/** Faults of the BAT's entries, MS-VHDX 2.5.1. */
export function* planBat(state: RepairState): Planning {
  const { bat } = state.structures;
  if (state.headers.active === null || bat === null || state.check === null) return;
  yield* planLength(state);
  yield* planShifted(state, bat);
  yield* planReservedBits(state, bat);
  yield* planStates(state, bat);
  yield* planStrayBitmaps(state, bat);
  yield* planBitmaps(state, bat);
  yield* planMisplaced(state, bat);
  yield* planCutOff(state, bat);
  yield* planShared(state, bat);
  yield* planAnchors(state, bat);
}
