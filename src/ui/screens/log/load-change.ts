import type { EngineApi, LayerRef, ReportDescriptor } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { toEngineError } from "../../../client/errors.ts";
import { BAT_ENTRIES_PER_SECTOR, type BatChange, batChanges, firstBatEntry } from "./bat-changes.ts";

/** Bytes of a target that are compared; only a zero descriptor can be longer. */
export const COMPARED = 64 * 1024;
/** BAT entries of that many bytes, and the most that the engine hands out at once. */
const MOST_BAT_ENTRIES = 4096;

/** What a descriptor's target was and becomes. */
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
  const engine = connect();
  const offset = Number(descriptor.fileOffset);
  const length = Math.min(descriptor.length, COMPARED);
  const old: LayerRef = { name: "replayed", upTo: order - 1 };
  const now: LayerRef = { name: "replayed", upTo: order };
  const [before, after, place] = await Promise.all([
    readOrNothing(engine, image, old, offset, length),
    readOrNothing(engine, image, now, offset, length),
    engine.locate(image, now, offset),
  ]);
  const first = firstBatEntry(place.path);
  if (first === null) return { offset, before, after, bat: null };
  const count = Math.min(MOST_BAT_ENTRIES, Math.ceil(length / 4096) * BAT_ENTRIES_PER_SECTOR);
  const [was, becomes] = await Promise.all([
    engine.bat(image, old, first, count),
    engine.bat(image, now, first, count),
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
  const engine = connect();
  const offset = Number(descriptor.fileOffset);
  const after = await engine.logWrite(image, entry, index);
  const before = await readOrNothing(engine, image, layer, offset, after.length);
  return { offset, before, after, bat: null };
}

/** An entry can write beyond the end of the file as it is. */
async function readOrNothing(
  engine: Pick<EngineApi, "readFile">,
  image: string,
  layer: LayerRef,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  try {
    return (await engine.readFile(image, layer, offset, length)).bytes;
  } catch (thrown) {
    if (toEngineError(thrown).code === "out-of-range") return new Uint8Array(0);
    throw thrown;
  }
}
