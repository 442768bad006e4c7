import { IntervalSet } from "../../bytes/intervals.ts";
import { isZero } from "../../bytes/zero.ts";
import { stateOf } from "../../vhdx/bat/bat-bits.ts";
import { BAT_ENTRY_SIZE, type Geometry } from "../../shared/geometry.ts";
import { FULLY_PRESENT, PARTIALLY_PRESENT } from "../../shared/bat-states.ts";
import { countText, sizeText } from "../../shared/text.ts";
import { readUpTo } from "../../store/store.ts";
import type { Layer } from "../image/layer.ts";
import type { DiskRange } from "../report/lost-words.ts";

/** What pending changes lose, where one of them loses something. */
export interface EditLoss {
  /** For the verdict: "Opens, but 240 MiB in 15 ranges read as zeros: run a file system check." */
  readonly sentence: string;
  /** Bytes of the virtual disk that read as zeros since a change that loses something. */
  readonly bytes: number;
  /** Their runs in order. */
  readonly ranges: readonly DiskRange[];
  /** What each change loses, as a sentence, in the order of the changes. */
  readonly losses: readonly string[];
}

/** Bytes of the BAT that are compared at a time. */
const WINDOW = 1024 * 1024;
/** Runs that are looked at; a broken BAT can have more. */
const MOST_RUNS = 100_000;

const isStored = (low: number) => stateOf(low) === FULLY_PRESENT || stateOf(low) === PARTIALLY_PRESENT;

/** Blocks that the layer below stores and whose entry was changed to one without storage, as runs of the virtual disk. */
function* droppedBlocks(base: Layer, edited: Layer): Generator<{ start: number; end: number }> {
  const { bat, geometry } = edited.structures;
  const before = base.structures.bat;
  if (bat === null || geometry === null || before === null || before.offset !== bat.offset) return;
  for (const run of edited.store.writtenRuns(bat.offset, bat.offset + bat.byteLength)) {
    const first = run.start - ((run.start - bat.offset) % BAT_ENTRY_SIZE);
    for (let at = first; at < run.end; at += WINDOW) {
      const length = Math.ceil((Math.min(run.end, at + WINDOW) - at) / BAT_ENTRY_SIZE) * BAT_ENTRY_SIZE;
      const [old, now] = [readUpTo(base.store, at, length), readUpTo(edited.store, at, length)];
      yield* droppedIn(old, now, (at - bat.offset) / BAT_ENTRY_SIZE, geometry);
    }
  }
}

function* droppedIn(old: Uint8Array, now: Uint8Array, firstIndex: number, geometry: Geometry) {
  const [a, b] = [new DataView(old.buffer), new DataView(now.buffer)];
  const end = Math.min(old.length, now.length) - BAT_ENTRY_SIZE;
  for (let at = 0; at <= end; at += BAT_ENTRY_SIZE) {
    if (!isStored(a.getUint32(at, true)) || isStored(b.getUint32(at, true))) continue;
    const { kind, block } = geometry.entryAt(firstIndex + at / BAT_ENTRY_SIZE);
    const start = block * geometry.blockSize;
    if (kind === "payload") yield { start, end: start + geometry.bytesInBlock(block) };
  }
}

/** Bytes of a run that are looked at together. */
const SECTOR = 4096;

/** The parts of a written run that hold zeros only: a block that got a copy of what is lost is lost as well. */
function* writtenZeros(edited: Layer, start: number, end: number): Generator<{ start: number; end: number }> {
  for (let at = start; at < end; at += WINDOW) {
    const bytes = readUpTo(edited.store, at, Math.min(WINDOW, end - at));
    for (let from = 0; from < bytes.length; from += SECTOR) {
      const sector = bytes.subarray(from, from + SECTOR);
      if (isZero(sector)) yield { start: at + from, end: at + from + sector.length };
    }
  }
}

/** Runs of the file that were added and read as zeros: most were never written. */
function* addedZeros(
  edited: Layer,
  from: number,
  to: number,
  originalSize: number,
): Generator<{ start: number; end: number }> {
  const start = Math.max(from, originalSize);
  if (start >= to) return;
  const written = IntervalSet.of(edited.store.writtenRuns(start, to));
  yield* written.gaps(start, to);
  for (const run of written.runs) yield* writtenZeros(edited, run.start, run.end);
}

/** The parts of a run of the edited disk that read as zeros. */
function* zerosIn(
  edited: Layer,
  start: number,
  end: number,
  originalSize: number,
): Generator<{ start: number; end: number }> {
  const { disk } = edited.structures;
  if (disk === null) return;
  const last = Math.min(end, disk.size);
  if (start >= last) return;
  for (const { offset, length, source } of disk.extents(start, last - start)) {
    if (source.kind === "zero") yield { start: offset, end: offset + length };
    if (source.kind !== "file") continue;
    const shift = offset - source.fileOffset;
    for (const run of addedZeros(edited, source.fileOffset, source.fileOffset + length, originalSize))
      yield { start: run.start + shift, end: run.end + shift };
  }
}

/**
 * Runs of the virtual disk that read as zeros on the edited layer, and were stored, or could not be read, on the layer below.
 *
 * @param zeroed runs that the user zeroed on purpose
 */
function zerosSince(
  base: Layer,
  edited: Layer,
  originalSize: number,
  zeroed: readonly { readonly start: number; readonly end: number }[],
): IntervalSet {
  const lost = (base.bat?.unreadable.ranges ?? []).map(({ offset, length }) => ({
    start: offset,
    end: offset + length,
  }));
  const candidates = IntervalSet.of([...lost, ...droppedBlocks(base, edited)]).runs.slice(0, MOST_RUNS);
  const meant = IntervalSet.of(zeroed);
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of candidates)
    for (const run of zerosIn(edited, start, end, originalSize))
      found.push(...meant.gaps(run.start, run.end));
  return IntervalSet.of(found);
}

/**
 * What pending changes lose; null where none of them loses anything.
 *
 * @param losses what each change loses, as sentences
 * @param zeroed runs of the virtual disk that the user zeroed on purpose
 */
export function editLoss(
  base: Layer,
  edited: Layer,
  originalSize: number,
  losses: readonly string[],
  zeroed: readonly { readonly start: number; readonly end: number }[],
): EditLoss | null {
  if (losses.length === 0) return null;
  const zeros = zerosSince(base, edited, originalSize, zeroed);
  const ranges = zeros.runs.map(({ start, end }) => ({ offset: start, length: end - start }));
  const [first = ""] = losses;
  const more = losses.length > 1 ? ` ${countText(losses.length - 1, "more change")} lost something too.` : "";
  const sentence =
    zeros.total > 0
      ? `Opens, but ${sizeText(zeros.total)} in ${countText(ranges.length, "range")} read as zeros: run a file system check.`
      : `Opens, but not without loss: ${first}${more}`;
  return { sentence, bytes: zeros.total, ranges, losses };
}
