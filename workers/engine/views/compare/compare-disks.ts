import { bytesToHex, countText, offsetText, sizeText } from "../../../shared/text.ts";
import type { Extent } from "../../../vhdx/disk/disk-extent.ts";
import type { VirtualDisk } from "../../../vhdx/disk/disk.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { CHUNK, chunked, pipelined } from "../../jobs/pipelined.ts";
import { differingSectors } from "./compare-ancestor.ts";
import { type DifferenceList, SHOWN_BYTES } from "./differences.ts";

/** Runs of one block that are listed one by one; the others of the block are listed together. */
const RUNS_OF_A_BLOCK = 16;
/** Runs of blocks that the summary names. */
const NAMED_BLOCKS = 6;

/** A run of both disks. */
interface Segment {
  readonly start: number;
  readonly end: number;
  /** `same`: zeros without storage on both sides. `unread`: a side has nothing that could be read. */
  readonly kind: "same" | "read" | "unread";
  /** Why a side can't be read; null for the other kinds. */
  readonly reason: string | null;
}

function unreadOf(extent: Extent, side: "A" | "B"): string | null {
  if (extent.source.kind === "parent") return `the parent of side ${side} is not open`;
  return extent.source.kind === "unreadable" ? `side ${side}: ${extent.source.reason}` : null;
}

/** Both disks from `start` to `end`, cut where either has another source. */
function* segments(a: VirtualDisk, b: VirtualDisk, start: number, end: number): Generator<Segment> {
  const extentsA = a.extents(start, end - start)[Symbol.iterator]();
  const extentsB = b.extents(start, end - start)[Symbol.iterator]();
  let nextA = extentsA.next();
  let nextB = extentsB.next();
  for (let at = start; at < end && nextA.done !== true && nextB.done !== true;) {
    const endA = nextA.value.offset + nextA.value.length;
    const endB = nextB.value.offset + nextB.value.length;
    const stop = Math.min(endA, endB, end);
    const reason = unreadOf(nextA.value, "A") ?? unreadOf(nextB.value, "B");
    const zeros = nextA.value.source.kind === "zero" && nextB.value.source.kind === "zero";
    if (stop > at)
      yield { start: at, end: stop, kind: reason !== null ? "unread" : zeros ? "same" : "read", reason };
    at = stop;
    if (endA <= at) nextA = extentsA.next();
    if (endB <= at) nextB = extentsB.next();
  }
}

/** The segments, with what is to be read side by side in pieces of one read. */
function* pieces(all: Iterable<Segment>): Generator<Segment> {
  let before: Segment = { start: 0, end: 0, kind: "same", reason: null };
  for (const segment of all) {
    for (let at = segment.start; at < segment.end;) {
      // What is not read can be terabytes, and needs no cut.
      const limit = segment.kind === "read" ? (Math.floor(at / CHUNK) + 1) * CHUNK : segment.end;
      const piece: Segment = { ...segment, start: at, end: Math.min(segment.end, limit) };
      at = piece.end;
      const joins = before.kind === "read" && piece.kind === "read" && piece.start % CHUNK !== 0;
      if (!joins && before.end > before.start) yield before;
      before = joins ? { ...before, end: piece.end } : piece;
    }
  }
  if (before.end > before.start) yield before;
}

/** Numbers in order as runs: "3-5, 9". */
function runsText(numbers: readonly (readonly [number, number])[], more: number): string {
  const named = numbers.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** What a comparison of disks has found, block by block. */
class BlockList {
  readonly #list: DifferenceList;
  readonly #blockSize: number;
  /** Runs of blocks that differ; the first few. */
  readonly #named: [number, number][] = [];
  #unnamed = 0;
  #lastBlock = -1;
  #runs = 0;
  /** The runs of the present block that are listed together. */
  #rest: { readonly start: number; end: number; runs: number; bytes: number } | null = null;
  /** The present run, which may go on. */
  #run: { readonly start: number; end: number; a: string; b: string } | null = null;
  blocks = 0;
  bytes = 0;
  unread = 0;

  constructor(list: DifferenceList, blockSize: number) {
    this.#list = list;
    this.#blockSize = blockSize;
  }

  /** Takes a run of differing bytes within a block; runs come in order. */
  differs(start: number, end: number, a: Uint8Array, b: Uint8Array): void {
    this.bytes += end - start;
    if (this.#run?.end === start && start % this.#blockSize !== 0) this.#run.end = end;
    else {
      this.#flushRun();
      this.#enter(Math.floor(start / this.#blockSize));
      const shown = (bytes: Uint8Array) => bytesToHex(bytes.subarray(0, SHOWN_BYTES));
      this.#run = { start, end, a: shown(a), b: shown(b) };
    }
  }

  /** Takes a run that could not be compared. */
  notCompared(start: number, end: number, reason: string): void {
    this.flush();
    this.unread += end - start;
    this.#add(start, end, `${sizeText(end - start)} at ${offsetText(start)} not compared: ${reason}`);
  }

  /** Lists what waited for its end. */
  flush(): void {
    this.#flushRun();
    const rest = this.#rest;
    this.#rest = null;
    if (rest === null) return;
    const { start, end, runs, bytes } = rest;
    const sentence = `${countText(runs, "more range")} of this block, ${sizeText(bytes)} in all, between ${offsetText(start)} and ${offsetText(end)} differ`;
    this.#add(start, end, sentence);
  }

  /** "3-5, 9". */
  get blocksText(): string {
    return runsText(this.#named, this.#unnamed);
  }

  #enter(block: number): void {
    if (block === this.#lastBlock) return;
    this.flush();
    this.#runs = 0;
    const last = this.#named.at(-1);
    if (last !== undefined && this.#unnamed === 0 && last[1] === block - 1) last[1] = block;
    else if (this.#named.length < NAMED_BLOCKS) this.#named.push([block, block]);
    else this.#unnamed += 1;
    this.#lastBlock = block;
    this.blocks += 1;
  }

  #flushRun(): void {
    const run = this.#run;
    this.#run = null;
    if (run === null) return;
    const { start, end } = run;
    this.#runs += 1;
    if (this.#runs <= RUNS_OF_A_BLOCK) {
      this.#add(start, end, `${sizeText(end - start)} at ${offsetText(start)} differ`, run.a, run.b);
      return;
    }
    this.#rest ??= { start, end, runs: 0, bytes: 0 };
    this.#rest.end = end;
    this.#rest.runs += 1;
    this.#rest.bytes += end - start;
  }

  #add(start: number, end: number, sentence: string, bytesA = "", bytesB = ""): void {
    this.#list.add({
      structure: `Block ${Math.floor(start / this.#blockSize).toLocaleString("en-US")}`,
      node: null,
      sentence,
      offsetA: start,
      offsetB: start,
      length: end - start,
      bytesA,
      bytesB,
    });
  }
}

/** A range of payload blocks. */
export interface BlockRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Compares two virtual disks by what they read as, block by block and in each block sector by sector. Zeros without storage on both
 * sides are not read.
 *
 * @param blockSize of the blocks that are counted: those of B. Bytes
 * @param range blocks to compare; blocks past the end of both disks are ignored
 * @returns what was found, in a sentence.
 * @throws VhdxError `cancelled`, and whatever reading throws; a range that the disk itself can't give is listed instead.
 */
export async function compareDisks(
  a: VirtualDisk,
  b: VirtualDisk,
  blockSize: number,
  range: BlockRange,
  list: DifferenceList,
  context: JobContext,
): Promise<string> {
  const shorter = Math.min(a.size, b.size);
  const longer = Math.max(a.size, b.size);
  const start = Math.min(shorter, range.first * blockSize);
  const wanted = Math.min(longer, (range.first + range.count) * blockSize);
  const end = Math.min(shorter, wanted);
  const sector = Math.min(a.logicalSectorSize, b.logicalSectorSize);
  const found = new BlockList(list, blockSize);
  const read = (piece: Segment) => async () => {
    const length = piece.end - piece.start;
    const bytes =
      piece.kind === "read"
        ? await Promise.all([a.readBulk(piece.start, length), b.readBulk(piece.start, length)])
        : null;
    return { piece, bytes };
  };
  function* tasks() {
    for (const piece of pieces(segments(a, b, start, end))) yield read(piece);
  }
  context.progress(0, end - start);
  for await (const { piece, bytes } of pipelined(tasks(), context)) {
    if (piece.reason !== null) found.notCompared(piece.start, piece.end, piece.reason);
    if (bytes !== null) {
      const [bytesA, bytesB] = bytes;
      for (const [from, to] of differingSectors(bytesA, bytesB, sector))
        for (const { offset, length } of chunked(piece.start + from, to - from, blockSize)) {
          const at = offset - piece.start;
          found.differs(
            offset,
            offset + length,
            bytesA.subarray(at, at + length),
            bytesB.subarray(at, at + length),
          );
        }
    }
    context.progress(piece.end - start, end - start);
    // oxlint-disable-next-line no-await-in-loop
    await context.checkpoint();
  }
  found.flush();
  if (a.size !== b.size && wanted > shorter) {
    const sentence = `Side ${a.size > b.size ? "A" : "B"} is ${sizeText(longer - shorter)} longer; what is there was not compared`;
    list.add({
      structure: "Virtual disk",
      node: null,
      sentence,
      offsetA: shorter,
      offsetB: shorter,
      length: longer - shorter,
      bytesA: "",
      bytesB: "",
    });
  }
  return summaryOf(found, { a, b, blockSize, start, end });
}

function summaryOf(
  found: BlockList,
  disks: {
    readonly a: VirtualDisk;
    readonly b: VirtualDisk;
    readonly blockSize: number;
    readonly start: number;
    readonly end: number;
  },
): string {
  const { a, b, blockSize, start, end } = disks;
  if (start >= end) return "No block of this range is on both disks.";
  const first = Math.floor(start / blockSize);
  const last = Math.ceil(end / blockSize) - 1;
  const of = first === last ? `block ${first}` : `blocks ${first}-${last}`;
  const unread = found.unread > 0 ? ` ${sizeText(found.unread)} could not be compared.` : "";
  const sizes = a.size === b.size ? "" : ` The disks have ${sizeText(a.size)} and ${sizeText(b.size)}.`;
  const differ =
    found.blocks === 0
      ? `No difference in ${of}.`
      : `Of ${of} ${found.blocks === 1 ? "1 differs" : `${found.blocks.toLocaleString("en-US")} differ`} (${found.blocksText}), ${sizeText(found.bytes)} in sectors that differ.`;
  return differ + unread + sizes;
}
