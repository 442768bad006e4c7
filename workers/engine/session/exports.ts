import type { ExportsApi, ImageId, LayerRef, Report, ReportOptions } from "../../api/index.ts";
import { diskProblem } from "../exports/pieces/disk-pieces.ts";
import { Exporter } from "../exports/exporter.ts";
import { Breather } from "../jobs/jobs.ts";
import { Salvage } from "../exports/deliver/salvage.ts";
import type { FilesMemory } from "./files.ts";
import type { StartHashWorker } from "../hashes/digests.ts";
import type { ReadableStore } from "../../store/store.ts";
import { makeReport } from "../report/report.ts";
import type { OpenFiles } from "./open-files.ts";

/**
 * @param version of the tool, for reports
 * @param startHashWorker null where there are none
 * @param memory what reports have to say of exports and files
 */
export function exportsApi(
  files: OpenFiles,
  version: string,
  startHashWorker: StartHashWorker | null,
  { zeroedRuns, seen }: FilesMemory,
): ExportsApi {
  const report = (id: ImageId, ref: LayerRef, options: ReportOptions): Report => {
    const { image, layer } = files.context(id, ref);
    const { metered, name, lastModified, image: stored, edits } = files.get(id);
    image.look(layer);
    const io = { reads: metered.reads, bytesRead: metered.bytesRead };
    const zeroed = zeroedRuns.of(stored);
    const changes = layer.name === "edited" ? edits.list().done : null;
    const size = stored.store.size;
    const source = {
      name,
      size,
      lastModified,
      io,
      files: seen.of(layer),
      zeroed,
      changes,
      version,
      now: new Date(),
    };
    return makeReport(image, layer, source, options);
  };
  /** Exports read the files themselves, past what counts the reads of views. */
  const count = (store: ReadableStore, length: number) => {
    for (const id of files.ids) {
      const { file, metered } = files.get(id);
      if (file === store) metered.count(length);
    }
  };
  const exporter = (id: ImageId, ref: LayerRef) =>
    new Exporter(files.get(id), files.context(id, ref), (options) => report(id, ref, options));

  return {
    report: async (id, layer, options) => report(id, layer, options),
    plan: async (id, layer, kind) => exporter(id, layer).plan(kind, new Breather()),
    diskProblem: async (id, ref) => {
      const { image, layer } = files.context(id, ref);
      return diskProblem(image, layer, new Breather());
    },
    run: async (id, layer, kind, to, options, job) => {
      await files.checkDestination(to, id);
      return files.jobs.run(job, { label: "Exporting", unit: "bytes" }, async (context) => {
        const from = exporter(id, layer);
        const { image } = files.get(id);
        const salvage = new Salvage(job.unread, { ...from.origins(kind), count }, context);
        const result = await from.run(kind, to, options, context, salvage, startHashWorker);
        zeroedRuns.add(image, salvage.zeroed);
        return result;
      });
    },
    saveBytes: async (id, layer, space, offset, length, to, job) => {
      await files.checkDestination(to, id);
      return files.jobs.run(job, { label: "Saving bytes", unit: "bytes" }, (context) => {
        const from = exporter(id, layer);
        const origins = { ...from.origins("raw"), isRaw: space === "disk", count };
        // A run that can't be read is an error here.
        return from.saveBytes(space, offset, length, to, context, new Salvage(undefined, origins, context));
      });
    },
  };
}
