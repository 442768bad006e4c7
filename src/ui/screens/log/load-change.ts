import type { LayerRef, ReportDescriptor } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { toVhdxError } from "../../../../workers/shared/error.ts";
import { BAT_ENTRIES_PER_SECTOR, BAT_PAGE_ROWS, LOG_SECTOR } from "../../../../workers/shared/geometry.ts";
import { type BatChange, batChanges, firstBatEntry } from "./bat-changes.ts";

/** Bytes of a target that are compared; only a zero descriptor can be longer. */
export const COMPARED = 64 * 1024;

/** A descriptor's target before and after. */
export interface Change {
  /** Of the target in the file, bytes. */
  readonly offset: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** Null where the target is no part of the BAT. */
  readonly bat: readonly BatChange[] | null;
}

/**
 * What a descriptor of the active sequence changes: its target one entry before, and with its entry applied.
 *
 * @param order place of its entry in the active sequence, from 1.
 */
export async function changeByReplay(
  image: string,
  descriptor: ReportDescriptor,
  order: number,
): Promise<Change> {
  const { views } = connect();
  const offset = Number(descriptor.fileOffset);
  const length = Math.min(descriptor.length, COMPARED);
  const old: LayerRef = { name: "replayed", upTo: order - 1 };
  const now: LayerRef = { name: "replayed", upTo: order };
  const [before, after, place] = await Promise.all([
    readOrNothing(image, old, offset, length),
    readOrNothing(image, now, offset, length),
    views.locate(image, now, offset),
  ]);
  const first = firstBatEntry(place.path);
  if (first === null) return { offset, before, after, bat: null };
  const count = Math.min(BAT_PAGE_ROWS, Math.ceil(length / LOG_SECTOR) * BAT_ENTRIES_PER_SECTOR);
  const [was, becomes] = await Promise.all([
    views.bat(image, old, first, count),
    views.bat(image, now, first, count),
  ]);
  return { offset, before, after, bat: batChanges(was.rows, becomes.rows) };
}

/** What a descriptor that no replay applies would write, beside what stands there now. */
export async function changeNotMade(
  image: string,
  layer: LayerRef,
  descriptor: ReportDescriptor,
  entry: number,
  index: number,
): Promise<Change> {
  const offset = Number(descriptor.fileOffset);
  const after = await connect().views.logWrite(image, entry, index);
  const before = await readOrNothing(image, layer, offset, after.length);
  return { offset, before, after, bat: null };
}

/** An entry can write beyond the end of the file as it is. */
async function readOrNothing(
  image: string,
  layer: LayerRef,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  try {
    return (await connect().views.readFile(image, layer, offset, length)).bytes;
  } catch (thrown) {
    if (toVhdxError(thrown).code === "out-of-range") return new Uint8Array(0);
    throw thrown;
  }
}
