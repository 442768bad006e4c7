import type { Steps } from "../../bytes/steps.ts";
import { MIB } from "../../shared/numbers.ts";
import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { type Attribute, TYPE } from "./attributes.ts";
import type { Geometry } from "./geometry.ts";
import { readList } from "./attribute-list.ts";
import type { ProblemList } from "../common/problem-list.ts";
import { isRecord, type MftRecord, readHead, readRecord, type RecordHead } from "./record.ts";
import { RunContent } from "./run-content.ts";
import type { Run } from "./runs.ts";
import { clusterValue, openValue, partsOf } from "./value.ts";
import { PagedBytes } from "../common/paged-bytes.ts";

/** Bytes of records that are kept. */
const KEPT = 8 * MIB;
/** Bytes that a sweep reads at once. */
const SWEEP = 1024 * 1024;
/** Records without a signature after which an MFT of unknown length is taken to be over. */
const MOST_EMPTY = 4096;

/** Records that $MFTMirr has copies of. */
const MIRRORED = 4;

/** Where the first record of the MFT was found. */
export type MftSource = "first record" | "mirror" | "records that follow each other";

/** The file table: records by their number. */
export class Mft {
  readonly source: MftSource;
  /** Records, as many as the table has room for. */
  readonly count: number;
  readonly content: RunContent;
  readonly #bytes: PagedBytes;
  readonly #volume: ReadableStore;
  readonly #geometry: Geometry;
  readonly #problems: ProblemList;

  constructor(
    volume: ReadableStore,
    geometry: Geometry,
    problems: ProblemList,
    content: RunContent,
    source: MftSource,
  ) {
    this.#volume = volume;
    this.#geometry = geometry;
    this.#problems = problems;
    this.content = content;
    this.source = source;
    this.count = Math.floor(content.size / geometry.recordSize);
    this.#bytes = new PagedBytes(content, KEPT);
  }

  /** Bytes of a record as they are stored; null where they can't be read. */
  #stored(number: number): Uint8Array | null {
    const { recordSize, mirror } = this.#geometry;
    if (!Number.isSafeInteger(number) || number < 0 || number >= this.count) return null;
    const bytes = this.#bytes.read(number * recordSize, recordSize);
    if (number >= MIRRORED || (bytes !== null && isRecord(bytes))) return bytes;
    const copy = tryRead(this.#volume, mirror + number * recordSize, recordSize);
    return copy !== null && isRecord(copy) ? copy : bytes;
  }

  /** The head of a record; null where it is none, or can't be read. */
  head(number: number): RecordHead | null {
    const bytes = this.#stored(number);
    return bytes === null ? null : readHead(bytes, number);
  }

  /** Whether a number has its place in the MFT, and no record is there, or one that can't be read. */
  isLost(number: number): boolean {
    const isInside = Number.isSafeInteger(number) && number >= 0 && number < this.count;
    const bytes = isInside ? this.#stored(number) : null;
    return isInside && (bytes === null || readRecord(bytes, number) === null);
  }

  /** A record; null where it is none, or can't be read. A torn or damaged one becomes a problem. */
  record(number: number): MftRecord | null {
    if (!Number.isSafeInteger(number) || number < 0 || number >= this.count) return null;
    const bytes = this.#stored(number);
    const record = bytes === null ? null : readRecord(bytes, number);
    if (record === null) {
      const isEmpty = bytes?.every((byte) => byte === 0) ?? false;
      if (!isEmpty) this.#bad(number, "mft-record-unreadable", `MFT record ${number} can't be read.`);
      return null;
    }
    if (record.isTorn)
      this.#bad(
        number,
        "mft-record-torn",
        `MFT record ${number} is torn: its sectors are of different writes.`,
      );
    else if (!record.isWhole && record.isInUse)
      this.#bad(number, "mft-record-damaged", `MFT record ${number} has attributes that can't be read.`);
    return record;
  }

  #bad(number: number, code: string, message: string): void {
    const run = { offset: this.place(number, 0), length: this.#geometry.recordSize };
    this.#problems.add(code, "error", message, { run, node: number });
  }

  /** Whether the mirror has the first four records as the MFT has them. */
  agreesWithMirror(): boolean {
    const { mirror, recordSize } = this.#geometry;
    const copy = tryRead(this.#volume, mirror, MIRRORED * recordSize);
    const own = this.#bytes.read(0, MIRRORED * recordSize);
    return copy !== null && own !== null && copy.every((byte, at) => byte === own[at]);
  }

  /** Offset on the volume of a byte of a record; -1 where its place is not known. */
  place(number: number, at: number): number {
    const { recordSize } = this.#geometry;
    const [extent] = this.content.extents(number * recordSize + at, 1);
    return extent?.source.kind === "volume" ? extent.source.offset : -1;
  }

  /** Whether a record can be had without a read. */
  holds(number: number): boolean {
    return this.#bytes.holds(number * this.#geometry.recordSize);
  }

  /**
   * Reads records ahead.
   *
   * @param numbers in any order
   * @param reads at most
   * @returns for how many of them, from the first on
   */
  prefetch(numbers: readonly number[], reads: number): number {
    const { recordSize } = this.#geometry;
    const places = numbers.map((number) => number * recordSize);
    return this.#bytes.aheadOf(places, recordSize, reads).count;
  }

  /** Takes the bytes of all records in order, in large reads. Null for one that can't be read. */
  *sweep(take: (number: number, bytes: Uint8Array | null) => void): Steps<void> {
    const { recordSize } = this.#geometry;
    const inOne = SWEEP / recordSize;
    for (let first = 0; first < this.count; first += inOne) {
      const until = Math.min(this.count, first + inOne);
      const bytes = tryRead(this.content, first * recordSize, (until - first) * recordSize);
      for (let number = first; number < until; number++) {
        const at = (number - first) * recordSize;
        const one =
          bytes?.subarray(at, at + recordSize) ?? tryRead(this.content, number * recordSize, recordSize);
        take(number, one);
      }
      yield { done: until, total: this.count };
    }
  }
}

/** The first record of the MFT, or its copy. */
function firstRecord(
  volume: ReadableStore,
  geometry: Geometry,
): { record: MftRecord; source: MftSource } | null {
  for (const source of ["first record", "mirror"] as const) {
    const place = source === "mirror" ? geometry.mirror : geometry.mft;
    const bytes = tryRead(volume, place, geometry.recordSize);
    const record = bytes === null ? null : readRecord(bytes, 0);
    const value =
      record === null ? null : clusterValue(partsOf(record.attributes, TYPE.data, ""), geometry.clusterSize);
    if (record !== null && value !== null && value.runs.length > 0) return { record, source };
  }
  return null;
}

/** Runs of an MFT whose first record is gone: from where the boot sector says on, as long as there are records. */
function followingRecords(volume: ReadableStore, geometry: Geometry): RunContent | null {
  const { mft, recordSize, clusterSize } = geometry;
  let end = mft;
  for (let at = mft; at < volume.size && at - end <= MOST_EMPTY * recordSize; at += SWEEP) {
    const bytes = tryRead(volume, at, Math.min(SWEEP, volume.size - at));
    for (let from = 0; bytes !== null && from + recordSize <= bytes.length; from += recordSize)
      if (isRecord(bytes.subarray(from, from + recordSize))) end = at + from + recordSize;
  }
  if (end === mft) return null;
  const size = end - mft;
  const runs = [{ vcn: 0, lcn: Math.floor(mft / clusterSize), count: Math.ceil(size / clusterSize) }];
  return new RunContent(volume, { runs, clusterSize, size, initialized: size, compressionUnit: 0 });
}

/**
 * Runs of the MFT. Parts of its own map can be in records that only the parts before give a place to.
 *
 * @param first its record 0
 */
function mftContent(
  volume: ReadableStore,
  geometry: Geometry,
  first: MftRecord,
  problems: ProblemList,
): RunContent {
  const { clusterSize, recordSize } = geometry;
  const parts: Attribute[] = partsOf(first.attributes, TYPE.data, "");
  const content = () => {
    const value = clusterValue(partsOf(parts, TYPE.data, ""), clusterSize);
    return new RunContent(
      volume,
      value ?? { runs: [] as Run[], clusterSize, size: 0, initialized: 0, compressionUnit: 0 },
    );
  };
  const listed = partsOf(first.attributes, TYPE.attributeList, "");
  if (listed.length === 0) return content();
  const list = openValue(volume, listed, clusterSize, () => -1);
  const entries = list === null ? null : readList(list);
  const wanted = (entries ?? [])
    .filter((entry) => entry.type === TYPE.data && entry.name === "" && entry.record !== 0)
    .sort((a, b) => a.lowestVcn - b.lowestVcn);
  let missing = entries === null;
  for (const { record: number, id } of wanted) {
    const known = content();
    const bytes = tryRead(known, number * recordSize, recordSize);
    const record = bytes === null ? null : readRecord(bytes, number);
    const part = record?.attributes.find((each) => each.type === TYPE.data && each.id === id);
    if (part === undefined || record?.base !== 0) missing = true;
    else parts.push(part);
  }
  if (missing)
    problems.add(
      "mft-incomplete",
      "error",
      "A part of the MFT has no known place: files whose records are there are not shown.",
      { run: { offset: geometry.mft, length: recordSize }, node: 0 },
    );
  return content();
}

/** Opens the MFT by its first record, else by the mirror, else by the records themselves; null where none is there. */
export function openMft(volume: ReadableStore, geometry: Geometry, problems: ProblemList): Mft | null {
  const first = firstRecord(volume, geometry);
  if (first !== null) {
    const content = mftContent(volume, geometry, first.record, problems);
    return new Mft(volume, geometry, problems, content, first.source);
  }
  const content = followingRecords(volume, geometry);
  return content === null
    ? null
    : new Mft(volume, geometry, problems, content, "records that follow each other");
}
