import type { Report } from "../../api/index.ts";
import type { ReadableStore } from "../../store/store.ts";
import type { HeaderWrite } from "../../vhdx/header-update.ts";
import type { JobContext } from "../jobs.ts";
import type { Layer } from "../layer.ts";
import { buildPatch, type PatchStep } from "./patch/build.ts";
import { zipPatch } from "./patch/zip.ts";
import type { ReplayCommit } from "./replay-commit.ts";

function headerStep(label: string, { offset, bytes }: HeaderWrite, size: number): PatchStep {
  return { label, size, writes: [{ offset, content: { kind: "bytes", bytes } }] };
}

/** In the order in which a replay has to be written to a file, a flush after each (MS-VHDX 2.3.3). */
function stepsOf(original: ReadableStore, layer: Layer, { before, after }: ReplayCommit): PatchStep[] {
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

/**
 * The patch that turns the original into the replayed copy, byte for byte, as a zip with the scripts that apply it.
 *
 * @param original the file as stored
 * @param report the layer's, for what the patch says about itself
 * @throws VhdxError `cancelled`; whatever reading throws.
 */
export async function replayPatch(
  original: ReadableStore,
  layer: Layer,
  commit: ReplayCommit,
  report: Report,
  job: JobContext,
): Promise<Blob> {
  const patch = await buildPatch(
    {
      original,
      steps: stepsOf(original, layer, commit),
      about: {
        tool: report.tool,
        createdAt: report.generatedAt,
        layer: report.layer,
        replayedEntries: report.replayedEntries,
        warning: report.warning,
        changes: commit.changes,
        source: { name: report.source.name, size: report.source.size },
      },
      resultSha256: null,
    },
    job,
  );
  return zipPatch(patch, job);
}
