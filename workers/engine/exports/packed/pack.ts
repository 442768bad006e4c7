import { VhdxError } from "../../../shared/error.ts";
import { countText, sizeText } from "../../../shared/text.ts";
import { isZero } from "../../../bytes/zero.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { pipelined } from "../../jobs/pipelined.ts";
import { merged, type Piece, readPieces, slicedPieces } from "../pieces/pieces.ts";
import type { Salvage } from "../deliver/salvage.ts";
import { startCrc32 } from "../zip/entries.ts";
import type { PackedRange } from "./format.ts";
import { MOST_RANGES } from "./limits.ts";
import { type DataWindow, dataWindows, GRANULE } from "./windows.ts";
import { sha256 as sha256InWasm } from "hash-wasm";

/**
 * SHA-256 of some bytes in lower-case hex. The browser's own is three times as fast as any other and works beside the
 * engine's thread, but is missing where a page is served without encryption.
 */
async function rangeDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
  if (subtle === undefined) return sha256InWasm(bytes);
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What is left of a virtual disk without its zeros. */
export interface Packed {
  readonly ranges: readonly PackedRange[];
  /** The ranges' bytes one after the other, as runs of the files that they come from. */
  readonly content: readonly Piece[];
  /** Bytes of the content. */
  readonly size: number;
  /** CRC-32 of the content. */
  readonly crc32: number;
}

/** A run of a window that is not zeros, with its bytes. */
interface Found {
  readonly start: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** Runs of granules with a byte that is not zero; offsets from the start of the bytes. */
function* dataRuns(bytes: Uint8Array): Generator<{ readonly start: number; readonly end: number }> {
  let start = -1;
  for (let at = 0; at < bytes.length; at += GRANULE) {
    const zeros = isZero(bytes.subarray(at, at + GRANULE));
    if (!zeros && start < 0) start = at;
    if (zeros && start >= 0) {
      yield { start, end: at };
      start = -1;
    }
  }
  if (start >= 0) yield { start, end: bytes.length };
}

async function look(
  window: DataWindow,
  salvage?: PackSalvage,
): Promise<{ window: DataWindow; found: readonly Found[] }> {
  const bytes = await readPieces(window.pieces, salvage?.readRun, window.offset);
  const found = [...dataRuns(bytes)].map(async ({ start, end }) => {
    const run = bytes.subarray(start, end);
    return { start, bytes: run, sha256: await rangeDigest(run) };
  });
  return { window, found: await Promise.all(found) };
}

const tooMuch = (what: string) =>
  new VhdxError("not-available", `The disk has ${what}, which is too much to be packed in a browser.`);

/** Reads in place of the pieces' stores, and knows what became zeros. */
type PackSalvage = Pick<Salvage, "readRun" | "lost">;

/** The pieces with zeros for what could not be read. */
function* withoutLost(pieces: Iterable<Piece>, lost: PackSalvage["lost"]): Generator<Piece> {
  for (const piece of pieces) {
    if (piece.kind !== "store") {
      yield piece;
      continue;
    }
    const end = piece.offset + piece.length;
    let at = piece.offset;
    for (const run of lost(piece.store, at, end)) {
      yield { ...piece, offset: at, length: run.start - at };
      yield { kind: "zeros", length: run.end - run.start };
      at = run.end;
    }
    yield { ...piece, offset: at, length: end - at };
  }
}

export interface PackOptions {
  /** Bytes that may come out at most. */
  readonly limit: number;
  /** Ranges that may come out at most; `MOST_RANGES` where left out. */
  readonly mostRanges?: number;
  /** Bytes that are stored at most, for the progress; null where that is not known. */
  readonly stored: number | null;
  /** Without it a run that can't be read is an error. */
  readonly salvage?: PackSalvage;
}

/**
 * Packs a virtual disk: reads what is stored of it once, for the checksums and to leave out what is zeros all the same.
 *
 * @param pieces all of the disk from its first byte on
 * @throws VhdxError `not-available` above a limit; `cancelled`; whatever reading the pieces throws.
 */
export async function pack(
  pieces: Iterable<Piece>,
  { limit, stored, mostRanges = MOST_RANGES, salvage }: PackOptions,
  job: JobContext,
): Promise<Packed> {
  const crc32 = await startCrc32();
  const ranges: PackedRange[] = [];
  const content: Piece[] = [];
  let size = 0;
  let read = 0;
  function* tasks() {
    for (const window of dataWindows(merged(pieces))) yield () => look(window, salvage);
  }
  job.progress(0, stored, "Reading the data");
  for await (const { window, found } of pipelined(tasks(), job)) {
    for (const { start, bytes, sha256 } of found) {
      crc32.update(bytes);
      ranges.push({ offset: window.offset + start, length: bytes.length, packedOffset: size, sha256 });
      const run = slicedPieces(window.pieces, start, bytes.length);
      content.push(...(salvage === undefined ? run : withoutLost(run, salvage.lost)));
      size += bytes.length;
    }
    if (size > limit) throw tooMuch(`more than ${sizeText(limit)} of data`);
    if (ranges.length > mostRanges) throw tooMuch(`data in more than ${countText(mostRanges, "place")}`);
    read += window.length;
    job.progress(read, stored);
    await job.checkpoint();
  }
  return { ranges, content: [...merged(content)], size, crc32: crc32.value() };
}
