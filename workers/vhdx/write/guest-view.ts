import { IntervalSet } from "../../bytes/intervals.ts";
import type { ReadonlyWords } from "../../bytes/sparse-words.ts";
import { isZero } from "../../bytes/zero.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { MIB, roundDown } from "../../shared/numbers.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { type ReadableStore, readUpTo } from "../../store/store.ts";
import { Bat } from "../bat/bat.ts";
import { offsetMibOf, offsetOf, stateOf } from "../bat/bat-bits.ts";
import { BlockDisk, type Extent } from "../disk/disk.ts";
import { HEADER_ITEMS_END, REGION_TABLE_OFFSETS } from "../headers/header-section.ts";
import type { LogPlace } from "../headers/log-place.ts";
import { readStructures, type Structures } from "../image.ts";
import {
  FILE_PARAMETERS,
  type KnownItem,
  LOGICAL_SECTOR_SIZE,
  PHYSICAL_SECTOR_SIZE,
  VIRTUAL_DISK_ID,
  VIRTUAL_DISK_SIZE,
} from "../structs/metadata-items.ts";

/** A run of the file or of the disk, bytes. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/** What is known of the file before the change, so that nothing is read again that did not change. All of it may be left out. */
export interface KnownView {
  readonly structures?: Structures;
  /** For each MiB of the file the BAT index + 1 of the block that lies there, 0 = none; null where that is not known. */
  readonly owners?: ReadonlyWords | null;
  /** End in bytes of the last block, where it is past the end of the file; it may be too great. */
  readonly blocksEnd?: number;
  /**
   * Whether the change puts parameters of the disk back to what they were before a damage: then they are no difference, as long as
   * blocks without storage still are read from a parent, or still are not.
   */
  readonly restores?: boolean;
}

/** A state of a file with its disk. */
interface View {
  readonly store: ReadableStore;
  readonly bat: Bat;
  readonly disk: BlockDisk;
}

/** A parameter of the disk, and its value. */
type Parameter = readonly [KnownItem, (structures: Structures) => unknown];

/** Whether blocks without storage are read from a parent. */
const HAS_PARENT: Parameter = [
  FILE_PARAMETERS,
  ({ facts }) => (facts.type === null ? null : facts.type === "differencing"),
];

/** The parameters of the disk that a guest sees, or that decide what it reads. */
const PARAMETERS: readonly Parameter[] = [
  [VIRTUAL_DISK_SIZE, ({ facts }) => facts.virtualSize],
  [LOGICAL_SECTOR_SIZE, ({ facts }) => facts.logicalSectorSize],
  [PHYSICAL_SECTOR_SIZE, ({ facts }) => facts.physicalSectorSize],
  [VIRTUAL_DISK_ID, ({ facts }) => facts.diskId],
  [FILE_PARAMETERS, ({ facts }) => facts.blockSize],
  HAS_PARENT,
];

/** Bytes compared at once. */
const PIECE = MIB;

/** Whether a run of the file has other bytes in two states of it. */
function differs(before: ReadableStore, after: ReadableStore, { start, end }: Run): boolean {
  for (let at = start; at < end; at += PIECE) {
    const length = Math.min(PIECE, end - at);
    const [was, is] = [readUpTo(before, at, length), readUpTo(after, at, length)];
    if (was.length !== is.length || was.some((byte, nth) => byte !== is[nth])) return true;
  }
  return false;
}

/** Whether a parameter has another value. A value that could not be read before counts only where it was written. */
function parametersDiffer(
  parameters: readonly Parameter[],
  [before, was]: readonly [ReadableStore, Structures],
  [after, is]: readonly [ReadableStore, Structures],
): boolean {
  return parameters.some(([known, valueOf]) => {
    const [old, now] = [valueOf(was), valueOf(is)];
    if (old === now || (old !== null && now === null)) return old !== now;
    if (old !== null) return true;
    const item = is.metadata?.items.find((each) => each.known?.guid === known.guid);
    if (item === undefined || item.offset === null) return true;
    return differs(before, after, { start: item.offset, end: item.offset + item.values.length });
  });
}

/** Whether two extents of the same run of the disk read differently. */
function readsDiffer(before: View, a: Extent, after: View, b: Extent, { start, end }: Run): boolean {
  const [from, to] = [a.source, b.source];
  if (from.kind !== "file" && to.kind !== "file") return from.kind !== to.kind;
  if (from.kind === "unreadable" || to.kind === "unreadable") return true;
  if (from.kind === "parent" || to.kind === "parent") return true;
  const bytesOf = ({ store }: View, { offset, source }: Extent, at: number, length: number) => {
    const bytes = new Uint8Array(length);
    if (source.kind === "file") store.read(source.fileOffset + at - offset, bytes);
    return bytes;
  };
  for (let at = start; at < end; at += PIECE) {
    const length = Math.min(PIECE, end - at);
    const was = bytesOf(before, a, at, length);
    const is = bytesOf(after, b, at, length);
    if (
      from.kind === "zero"
        ? !isZero(is)
        : to.kind === "zero"
          ? !isZero(was)
          : was.some((byte, nth) => byte !== is[nth])
    )
      return true;
  }
  return false;
}

/** Whether a run of the disk reads differently. */
function runDiffers(before: View, after: View, start: number, length: number): boolean {
  const olds = before.disk.extents(start, length);
  const news = after.disk.extents(start, length);
  let a = olds.next();
  let b = news.next();
  for (let at = start; a.done !== true && b.done !== true;) {
    const [aEnd, bEnd] = [a.value.offset + a.value.length, b.value.offset + b.value.length];
    const end = Math.min(aEnd, bEnd);
    if (readsDiffer(before, a.value, after, b.value, { start: at, end })) return true;
    at = end;
    if (aEnd === end) a = olds.next();
    if (bEnd === end) b = news.next();
  }
  return false;
}

/** The runs of the disk whose bytes an entry of the BAT decides. */
function* runsOf({ geometry }: Bat, index: number): Generator<readonly [start: number, length: number]> {
  const { kind, block } = geometry.entryAt(index);
  if (kind === "unused" || (kind === "bitmap" && !geometry.differencing)) return;
  const first = kind === "bitmap" ? block * geometry.chunkRatio : block;
  const end = kind === "bitmap" ? Math.min(first + geometry.chunkRatio, geometry.payloadBlocks) : block + 1;
  for (let each = first; each < end; each++) yield [each * geometry.blockSize, geometry.bytesInBlock(each)];
}

function entryDiffers(before: View, after: View, index: number): boolean {
  for (const [start, length] of runsOf(after.bat, index))
    if (runDiffers(before, after, start, length)) return true;
  return false;
}

/**
 * Entries of the BAT whose state or place differs, or that were behind the end of the file, and that lie in the changed runs of the
 * file; all where the table moved.
 */
function* changedEntries(before: View, after: View, changed: readonly Run[]): Generator<number> {
  const { offset, byteLength } = after.bat;
  const whole = before.bat.offset !== offset || before.bat.entries !== after.bat.entries;
  const runs = whole ? [{ start: offset, end: offset + byteLength }] : changed;
  for (const { start, end } of runs) {
    const first = Math.floor((Math.max(start, offset) - offset) / BAT_ENTRY_SIZE);
    const last = Math.ceil((Math.min(end, offset + byteLength) - offset) / BAT_ENTRY_SIZE);
    for (let index = first; index < last; index++) {
      const [was, is] = [before.bat.halves(index), after.bat.halves(index)];
      const same =
        stateOf(was.low) === stateOf(is.low) &&
        offsetMibOf(was.low, was.high) === offsetMibOf(is.low, is.high);
      const wasThere = before.bat.offset + (index + 1) * BAT_ENTRY_SIZE <= before.store.size;
      if (!same || !wasThere) yield index;
    }
  }
}

/** Entries that name a place in runs of the file, by the whole table. */
function* entriesInto(bat: Bat, runs: readonly Run[]): Generator<number> {
  const places = IntervalSet.of(runs);
  for (let index = 0; index < bat.entries; index++) {
    const { low, high } = bat.halves(index);
    const offset = offsetOf(low, high);
    if (offset === 0) continue;
    if (places.within(offset, offset + bat.geometry.blockSize).next().done !== true) yield index;
  }
}

/** Entries whose block or bitmap lies in runs of the file, by the owners of the MiBs where these are known. */
function entriesAt(bat: Bat, owners: ReadonlyWords | null, runs: readonly Run[]): Iterable<number> {
  if (runs.length === 0) return [];
  if (owners === null) return entriesInto(bat, runs);
  const found = new Set<number>();
  for (const { start, end } of runs) {
    for (let mib = Math.floor(start / MIB); mib * MIB < end; mib++) {
      const owner = owners.at(mib);
      if (owner !== 0) found.add(owner - 1);
    }
  }
  return found;
}

function viewOf(store: ReadableStore, { regions, geometry, occupied }: Structures): View | null {
  if (regions.bat === null || geometry === null) return null;
  const bat = new Bat(store, geometry, regions.bat.offset, regions.bat.length);
  return { store, bat, disk: new BlockDisk(store, bat, occupied) };
}

/**
 * The file before the change, with region tables and metadata as they are after it: where only the way to the disk was lost, its
 * content is judged as what stood there all along.
 */
function throughNew(before: ReadableStore, after: ReadableStore, { regions }: Structures): OverlayStore {
  const shown = new OverlayStore(before);
  const copy = (start: number, end: number) => {
    const bytes = readUpTo(after, start, Math.min(end, before.size) - start);
    if (bytes.length > 0) shown.write(start, bytes);
  };
  copy(REGION_TABLE_OFFSETS[0], HEADER_ITEMS_END);
  if (regions.metadata !== null)
    copy(regions.metadata.offset, regions.metadata.offset + regions.metadata.length);
  return shown;
}

/**
 * Whether a guest sees a difference between two states of a file, so that DataWriteGuid has to change (MS-VHDX 2.2.2.1):
 * parameters of the disk, or the bytes that it reads. What could not be read and now can is a difference; where only region
 * tables or the metadata table were unreadable, it is none. This is the one place that decides.
 *
 * @param changed the runs of the file, in bytes, that may differ; a change of its length need not be among them.
 * @param log where the log is.
 * @throws VhdxError whatever the stores throw.
 */
export function guestSees(
  before: ReadableStore,
  after: ReadableStore,
  changed: readonly Run[],
  log: LogPlace | null,
  known: KnownView = {},
): boolean {
  const was = known.structures ?? readStructures(before, log);
  const { bat: table } = was;
  const inTable = ({ start, end }: Run) =>
    table !== null &&
    start >= roundDown(table.offset, MIB) &&
    end <= table.offset + Math.max(MIB, table.byteLength);
  // Most changes are of entries, and need no structure read again.
  const is = changed.every(inTable) && was.disk !== null ? was : readStructures(after, log);
  if (is.disk === null) return was.disk !== null;
  const counted = known.restores === true ? [HAS_PARENT] : PARAMETERS;
  if (is !== was && parametersDiffer(counted, [before, was], [after, is])) return true;
  const shown = was.disk === null ? throughNew(before, after, is) : before;
  const old = viewOf(shown, was.disk === null ? readStructures(shown, log) : was);
  const now = viewOf(after, is);
  if (old === null || now === null) return true;
  for (const index of changedEntries(old, now, changed)) if (entryDiffers(old, now, index)) return true;
  const isOutside = ({ start, end }: Run) =>
    [...is.occupied.within(Math.floor(start / MIB), Math.ceil(end / MIB))].length === 0;
  for (const index of entriesAt(now.bat, known.owners ?? null, changed.filter(isOutside)))
    if (entryDiffers(old, now, index)) return true;
  if (before.size === after.size) return false;
  const resized = { start: Math.min(before.size, after.size), end: Math.max(before.size, after.size) };
  if (after.size > before.size && (known.blocksEnd ?? Number.POSITIVE_INFINITY) <= before.size) return false;
  for (const index of entriesInto(now.bat, [resized])) if (entryDiffers(old, now, index)) return true;
  return false;
}
