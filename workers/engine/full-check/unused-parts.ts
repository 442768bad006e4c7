import { IntervalSet } from "../../bytes/intervals.ts";
import { MIB } from "../../shared/numbers.ts";
import { offsetText, sizeText } from "../../shared/text.ts";
import { isZero } from "../../bytes/zero.ts";
import type { FindingCode, FindingList } from "../../vhdx/findings/index.ts";
import { BAT_ENTRY_SIZE } from "../../shared/geometry.ts";
import { HEADER_ITEMS_END, HEADER_SECTION } from "../../vhdx/headers/header-section.ts";
import { METADATA_TABLE_SIZE } from "../../vhdx/structs/metadata-table.ts";
import { unownedRuns } from "../../vhdx/bat/unowned-runs.ts";
import type { JobContext } from "../jobs/jobs.ts";
import type { Layer } from "../image/layer.ts";
import { chunked, pipelined } from "../jobs/pipelined.ts";

/** A run of the file in bytes that belongs to nothing, and what it is when it is not all zeros. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly code: FindingCode;
}

/** Parts with data that are named; the rest is counted. */
const NAMED = 4;

const WORDS: Partial<Record<FindingCode, readonly [structure: string, where: string]>> = {
  "file-header-gap-data": ["File", "between the region tables and the end of the first MiB"],
  "metadata-slack": ["Metadata", "in the metadata region outside all items"],
  "bat-slack": ["BAT", "in the BAT region behind its last entry"],
  "file-gap-data": ["File", "in parts of the file that belong to nothing"],
  "file-trailing-data": ["File", "behind the last part of the file"],
};

/** Runs inside the structures that none of their parts takes. */
function* slack({ structures, store }: Layer): Generator<Part> {
  const { regions, metadata, bat } = structures;
  const endOf = (end: number) => Math.min(end, store.size);
  yield { start: HEADER_ITEMS_END, end: endOf(HEADER_SECTION.end), code: "file-header-gap-data" };
  // Without a table nobody knows which of the bytes belong to an item.
  if (regions.metadata !== null && metadata !== null && metadata.items.length > 0) {
    const { offset, length } = regions.metadata;
    const items = IntervalSet.of(
      metadata.items.flatMap(({ offset: start, values }) =>
        start === null ? [] : [{ start, end: start + values.length }],
      ),
    );
    for (const run of items.gaps(offset + METADATA_TABLE_SIZE, endOf(offset + length)))
      yield { ...run, code: "metadata-slack" };
  }
  if (regions.bat !== null && bat !== null) {
    const start = bat.offset + bat.entries * BAT_ENTRY_SIZE;
    yield { start, end: endOf(regions.bat.offset + regions.bat.length), code: "bat-slack" };
  }
}

/** Runs of whole MiB between and behind all structures and blocks; the one that ends the file comes last. */
function* gaps({ structures, bat, store }: Layer): Generator<Part> {
  const owners = bat?.owners ?? null;
  if (owners === null) return;
  const count = Math.ceil(store.size / MIB);
  for (const { start, end } of unownedRuns(owners, structures.occupied, count)) {
    const code = end === count ? "file-trailing-data" : "file-gap-data";
    yield { start: start * MIB, end: Math.min(end * MIB, store.size), code };
  }
}

/** All parts in the order they are read; made anew for each pass, for a hostile file can have millions of them. */
function* unusedParts(layer: Layer): Generator<Part> {
  for (const part of slack(layer)) if (part.start < part.end) yield part;
  for (const part of gaps(layer)) yield part;
}

interface Found {
  readonly firsts: number[];
  bytes: number;
}

/** Adds a run of bytes to what was found, where it is not all zeros; a MiB at a time. */
function take(found: Map<FindingCode, Found>, code: FindingCode, offset: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += MIB) {
    const piece = bytes.subarray(at, at + MIB);
    if (isZero(piece)) continue;
    const seen = found.get(code) ?? { firsts: [], bytes: 0 };
    if (seen.firsts.length < NAMED) seen.firsts.push(offset + at);
    seen.bytes += piece.length;
    found.set(code, seen);
  }
}

/**
 * Reads every part of the layer's file that belongs to nothing, and says where data is.
 *
 * @returns bytes looked at.
 * @throws VhdxError `cancelled`.
 */
export async function checkUnusedParts(
  layer: Layer,
  job: JobContext,
  findings: FindingList,
): Promise<number> {
  let total = 0;
  let last: Part | null = null;
  for (const part of unusedParts(layer)) {
    total += part.end - part.start;
    last = part;
  }
  const found = new Map<FindingCode, Found>();
  let done = 0;
  function* reads() {
    for (const { start, end, code } of unusedParts(layer))
      for (const { offset, length } of chunked(start, end - start))
        yield async () => ({ code, offset, bytes: await layer.store.readBulk(offset, length) });
  }
  for await (const { code, offset, bytes } of pipelined(reads(), job)) {
    take(found, code, offset, bytes);
    done += bytes.length;
    job.progress(done, total, "Reading unused parts of the file");
    await job.checkpoint();
  }
  for (const [code, { firsts, bytes }] of found) {
    const [structure, where] = WORDS[code] ?? ["File", "in the file"];
    const message = `${sizeText(bytes)} with data ${where}, the first at ${firsts.map(offsetText).join(", ")}.`;
    findings.add(code, message, { structure, offset: firsts[0] ?? 0 });
  }
  if (last?.code === "file-trailing-data" && !found.has("file-trailing-data")) {
    const message = `The last ${sizeText(last.end - last.start)} of the file belong to nothing and are zeros.`;
    findings.add("file-trailing-space", message, { structure: "File", offset: last.start });
  }
  return total;
}
