import type { Report } from "../../../api/index.ts";
import type { HeaderWrite } from "../../../vhdx/header-update.ts";
import type { JobContext } from "../../jobs.ts";
import { writtenPieces, type LayerFile } from "../layer-file.ts";
import type { ReplayCommit } from "../replay-commit.ts";
import { buildPatch, type PatchStep } from "./build.ts";
import { zipPatch } from "./zip.ts";

function headerStep({ copy, offset, bytes, values }: HeaderWrite, size: number): PatchStep {
  return {
    label: `Header ${copy} with sequence number ${values.sequenceNumber}`,
    size,
    writes: [{ offset, content: { kind: "bytes", bytes } }],
  };
}

/**
 * The patch that replays the log in the file itself, packed. Each header update is a group of its own, because the format
 * wants a flush after each.
 *
 * @param replayed the Replayed layer, without header updates
 * @param report of that layer, for what the patch says of itself
 * @throws VhdxError `not-available` where nothing changes; `cancelled`; whatever reading throws.
 */
export async function replayPatch(
  replayed: LayerFile,
  commit: ReplayCommit,
  report: Report,
  job: JobContext,
): Promise<Blob> {
  const { original, current } = replayed;
  const patch = await buildPatch(
    {
      original,
      steps: [
        headerStep(commit.before, original.size),
        { label: "The log's writes", size: current.size, writes: writtenPieces(replayed) },
        ...commit.after.map((write) => headerStep(write, current.size)),
      ],
      about: {
        tool: report.tool,
        createdAt: report.generatedAt,
        layer: report.layer,
        replayedEntries: report.replayedEntries,
        warning: report.warning,
        changes: commit.changes,
        source: { name: report.source.name, size: original.size },
      },
      resultSha256: null,
    },
    job,
  );
  return zipPatch(patch, job);
}
