import type { Report } from "../../../api/index.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { HEADER_OFFSETS, REGION_TABLE_OFFSETS } from "../../../vhdx/headers/header-section.ts";
import type { HeaderWrite } from "../../../vhdx/headers/header-update.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import type { Layer } from "../../image/layer.ts";
import { archiveAbout } from "../archive-about.ts";
import { buildPatch, type PatchStep } from "./build.ts";
import { changedParts, type StructurePlaces } from "./changed-parts.ts";
import { patchArchive } from "./files.ts";
import type { Piece } from "../pieces/pieces.ts";
import type { ReplayCommit } from "../replayed/replay-commit.ts";

function headerStep(label: string, { offset, bytes }: HeaderWrite, size: number): PatchStep {
  return { label, size, writes: [{ offset, content: { kind: "bytes", bytes } }] };
}

/** In the order in which a replay has to be written to a file, a flush after each (MS-VHDX 2.3.3). */
export function replaySteps(
  original: ReadableStore,
  layer: Layer,
  { before, after }: ReplayCommit,
): PatchStep[] {
  const { store } = layer;
  const logged = [...store.writtenRuns()].map(({ start, end }) => ({
    offset: start,
    content: { kind: "store", store, offset: start, length: end - start } as const,
  }));
  return [
    headerStep(`Header ${before.copy}: a new FileWriteGuid`, before, original.size),
    { label: "What the log writes, and the file's growth", size: store.size, writes: logged },
    ...after.map((write, index) =>
      headerStep(
        `Header ${write.copy}: ${index === 0 ? "the log is empty" : "both headers current"}`,
        write,
        store.size,
      ),
    ),
  ];
}

/** Everything else first, the headers last: they say what the file is. */
export function editSteps(original: ReadableStore, layer: Layer): PatchStep[] {
  const { store } = layer;
  const [firstHeader] = HEADER_OFFSETS;
  const [headersEnd] = REGION_TABLE_OFFSETS;
  const within = (start: number, end: number) =>
    [...store.writtenRuns(start, end)].map((run) => ({
      offset: run.start,
      content: { kind: "store", store, offset: run.start, length: run.end - run.start } as const,
    }));
  const rest = [...within(0, firstHeader), ...within(headersEnd, store.size)];
  return [
    { label: "Data and structures", size: Math.max(original.size, store.size), writes: rest },
    { label: "Headers", size: Math.max(original.size, store.size), writes: within(firstHeader, headersEnd) },
  ];
}

/** What a patch is made of. */
interface LayerPatch {
  readonly steps: readonly PatchStep[];
  /** What it does, in words: a sentence each. */
  readonly changes: readonly string[];
  /** The file with the patch applied. */
  readonly result: ReadableStore;
  /** Where the structures of that file are. */
  readonly places: StructurePlaces;
  /** Entries of the log that it applies. */
  readonly logEntries: number;
}

/**
 * The patch that turns the original into the layer's copy, byte for byte, as a zip with the scripts that apply it.
 *
 * @param original the file as stored
 * @param report the layer's, for what the patch says about itself
 * @throws VhdxError `cancelled`; whatever reading throws.
 */
export async function layerPatch(
  original: ReadableStore,
  { steps, changes, result, places, logEntries }: LayerPatch,
  report: Report,
  job: JobContext,
): Promise<Iterable<Piece>> {
  const about = { ...archiveAbout(report), changes };
  const patch = await buildPatch({ original, steps, about, resultSha256: null }, job);
  const ranges = patch.description.groups.flatMap((group) => group.ranges);
  const parts = changedParts(ranges, original, result, places, logEntries);
  return patchArchive(patch, parts, job);
}
