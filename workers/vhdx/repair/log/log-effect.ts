import { MIB, roundUp } from "../../../shared/numbers.ts";
import { countText, hexText, offsetText, sizeText } from "../../../shared/text.ts";
import { FULLY_PRESENT, PARTIALLY_PRESENT, SB_PRESENT, stateName } from "../../../shared/bat-states.ts";
import { BAT_ENTRY_SIZE, LOG_SECTOR } from "../../../shared/geometry.ts";
import { readUpTo } from "../../../store/store.ts";
import type { Bat } from "../../bat/bat.ts";
import { offsetOf, reservedOf, stateOf } from "../../bat/bat-bits.ts";
import { FindingList } from "../../findings/index.ts";
import { ReplayedStore } from "../../log/replay.ts";
import type { LogRing } from "../../log/ring.ts";
import { checkTargets } from "../../log/scan.ts";
import { quietly, type Search } from "../fix.ts";
import type { RepairState } from "../state.ts";
import type { WholeLog } from "./find-log.ts";

/** What a replay of a log would change in the file as it stands. */
export interface LogEffect {
  readonly log: WholeLog;
  /** Whether the file holds already everything that the log writes, so that a replay changes nothing. */
  readonly inPlace: boolean;
  /** What a replay would change, in sentences; the first changes of many. */
  readonly changes: readonly string[];
  /** Blocks that are stored now, and that a replay would take from the disk, in words; null where there are none. */
  readonly takes: string | null;
  /** How the log's content shows that it is newer than the file, in sentences; null where it does not. */
  readonly proof: readonly string[] | null;
}

/** Changed sectors looked into; a log that changes more has proved nothing. */
const MOST_SECTORS = 256;
/** Changes put into words. */
const NAMED = 6;

interface Entry {
  readonly state: number;
  /** Bytes, 0 = none. */
  readonly offset: number;
}

/** A BAT entry as it stands and as the log would have it. */
interface ChangedEntry {
  readonly index: number;
  readonly stored: Entry;
  readonly logged: Entry;
}

const isStored = (bat: Bat, index: number, { state }: Entry) =>
  bat.geometry.entryAt(index).kind === "bitmap"
    ? state === SB_PRESENT
    : state === FULLY_PRESENT || state === PARTIALLY_PRESENT;

/** The sectors of the file, by offset, whose bytes a replay changes; null where there are too many. */
function* changedSectors({ stored }: RepairState, replayed: ReplayedStore): Search<readonly number[] | null> {
  const changed: number[] = [];
  for (const run of replayed.writtenRuns()) {
    for (let at = run.start; at < run.end; at += MIB) {
      yield null;
      const after = new Uint8Array(Math.min(MIB, run.end - at));
      replayed.read(at, after);
      const before = new Uint8Array(after.length);
      before.set(readUpTo(stored, at, after.length));
      for (let within = 0; within < after.length; within += LOG_SECTOR) {
        const sector = before.subarray(within, within + LOG_SECTOR);
        const isNew = at + within >= stored.size;
        if (!isNew && sector.every((byte, nth) => byte === after[within + nth])) continue;
        if (changed.length === MOST_SECTORS) return null;
        changed.push(at + within);
      }
    }
  }
  return changed;
}

/** Entries of one sector of the BAT that a replay changes. */
function entriesIn(bat: Bat, state: RepairState, replayed: ReplayedStore, sector: number): ChangedEntry[] {
  const found: ChangedEntry[] = [];
  const [before, after] = [new Uint8Array(LOG_SECTOR), new Uint8Array(LOG_SECTOR)];
  before.set(readUpTo(state.stored, sector, LOG_SECTOR));
  after.set(readUpTo(replayed, sector, LOG_SECTOR));
  const [now, then] = [new DataView(before.buffer), new DataView(after.buffer)];
  const entry = (view: DataView, at: number): Entry & { readonly reserved: number } => {
    const [low, high] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    return { state: stateOf(low), offset: offsetOf(low, high), reserved: reservedOf(low) };
  };
  for (let at = 0; at < LOG_SECTOR; at += BAT_ENTRY_SIZE) {
    const index = (sector + at - bat.offset) / BAT_ENTRY_SIZE;
    const [a, b] = [entry(now, at), entry(then, at)];
    const same = a.state === b.state && a.offset === b.offset && a.reserved === b.reserved;
    if (index < bat.entries && !same) found.push({ index, stored: a, logged: b });
  }
  return found;
}

function entryWords(bat: Bat, { index, stored, logged }: ChangedEntry): string {
  const { kind, block } = bat.geometry.entryAt(index);
  const words = ({ state, offset }: Entry) =>
    `${stateName(kind, state)}${offset === 0 ? "" : ` at ${offsetText(offset)}`}`;
  const name = kind === "bitmap" ? `Sector bitmap ${block}` : `Block ${block}`;
  return `${name}: now ${words(stored)}, in the log ${words(logged)}.`;
}

/** Whether the entry gives storage to a block that has none, in a part of the file that belongs to nothing. */
function adds(
  bat: Bat,
  { owners, structures }: RepairState,
  { place: log }: LogRing,
  fileSize: number,
  { index, stored, logged }: ChangedEntry,
): boolean {
  if (owners === null || isStored(bat, index, stored) || !isStored(bat, index, logged)) return false;
  const { kind, block } = bat.geometry.entryAt(index);
  const length = kind === "bitmap" ? MIB : bat.geometry.blockSize;
  const inFile = kind === "bitmap" ? MIB : bat.geometry.bytesInBlock(block);
  const [start, end] = [logged.offset / MIB, (logged.offset + length) / MIB];
  if (start === 0 || logged.offset + inFile > fileSize) return false;
  if (structures.occupied.within(start, end).next().done !== true) return false;
  if (logged.offset < log.offset + log.length && logged.offset + length > log.offset) return false;
  for (let mib = owners.nextSet(start, end); mib < end; mib = owners.nextSet(mib + 1, end))
    if (owners.at(mib) !== index + 1) return false;
  return true;
}

/** Why the log is newer than what stands; null where that is not shown. */
function proofOf(
  bat: Bat,
  state: RepairState,
  { active, ring }: WholeLog,
  changed: readonly ChangedEntry[],
): readonly string[] | null {
  const head = active.at(-1)?.header;
  const { size } = state.stored;
  if (head === undefined || changed.length === 0) return null;
  // A file that has grown since the log was written holds later work than the log's.
  const last = roundUp(Number(head.lastFileOffset), MIB);
  if (head.flushedFileOffset > BigInt(size) || roundUp(size, MIB) > last) return null;
  if (!changed.every((each) => adds(bat, state, ring, Math.max(size, last), each))) return null;
  return [
    `It only adds to what stands: ${countText(changed.length, "block")} that ${changed.length === 1 ? "has" : "have"} no storage ${changed.length === 1 ? "gets" : "get"} a place that nothing else uses. A log that was applied before would be a part of what stands.`,
    `The file has not grown since: LastFileOffset is ${sizeText(last)}, the file has ${sizeText(size)}.`,
  ];
}

/**
 * Works out what a replay of a log would change; null for a log that must not be replayed.
 *
 * @param alone whether no other whole log is in the ring: with several, none is shown to be the last one.
 */
export function* effectOf(state: RepairState, log: WholeLog, alone: boolean): Search<LogEffect | null> {
  const { stored, structures } = state;
  const { ring, active } = log;
  const refused = new FindingList();
  yield* quietly(checkTargets(ring, active, refused));
  if (refused.hasFatal) return null;
  const replayed = yield* quietly(ReplayedStore.replay(stored, ring, active));
  const sectors = yield* changedSectors(state, replayed);
  if (sectors === null) {
    const changes = [`A replay would change more than ${sizeText(MOST_SECTORS * LOG_SECTOR)} of the file.`];
    return { log, inPlace: false, changes, takes: null, proof: null };
  }
  const { bat } = structures;
  const isIn = (at: number) =>
    bat !== null && at + LOG_SECTOR > bat.offset && at < bat.offset + bat.byteLength;
  const entries =
    bat === null ? [] : sectors.filter(isIn).flatMap((at) => entriesIn(bat, state, replayed, at));
  const others = sectors.filter((at) => !isIn(at));
  const changes = [
    ...(bat === null ? [] : entries.slice(0, NAMED).map((each) => entryWords(bat, each))),
    ...(entries.length > NAMED
      ? [`${countText(entries.length - NAMED, "more BAT entry", "more BAT entries")}.`]
      : []),
    ...(others.length > 0
      ? [
          `${sizeText(others.length * LOG_SECTOR)} outside of the BAT, the first at ${hexText(others[0] ?? 0)}.`,
        ]
      : []),
    ...(replayed.size > stored.size ? [`The file grows to ${sizeText(replayed.size)}.`] : []),
  ];
  const taken = bat === null ? [] : entries.filter(({ index, stored: entry }) => isStored(bat, index, entry));
  const proof = bat === null || !alone || others.length > 0 ? null : proofOf(bat, state, log, entries);
  return {
    log,
    inPlace: sectors.length === 0 && replayed.size <= stored.size,
    changes,
    takes: taken.length === 0 ? null : countText(taken.length, "stored block"),
    proof,
  };
}
