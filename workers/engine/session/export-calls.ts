import type { EngineApi, ImageId, LayerRef, Report, ReportOptions } from "../../api/index.ts";
import { diskProblem } from "../exports/pieces/disk-pieces.ts";
import { Exporter } from "../exports/exporter.ts";
import { Breather } from "../jobs/jobs.ts";
import { Salvage } from "../exports/deliver/salvage.ts";
import { ZeroedRuns } from "../exports/deliver/zeroed-runs.ts";
import { makeReport } from "../report/report.ts";
import type { OpenFiles } from "./open-files.ts";

type ExportCalls = Pick<EngineApi, "report" | "plan" | "diskProblem" | "export" | "saveBytes">;

/** @param version of the tool, for reports. */
export function exportCalls(files: OpenFiles, version: string): ExportCalls {
  const zeroedRuns = new ZeroedRuns();
  const report = (id: ImageId, ref: LayerRef, options: ReportOptions): Report => {
    const { image, layer } = files.context(id, ref);
    const { metered, name, lastModified, image: stored } = files.get(id);
    const io = { reads: metered.reads, bytesRead: metered.bytesRead };
    const zeroed = zeroedRuns.of(stored);
    const source = { name, size: stored.store.size, lastModified, io, zeroed, version, now: new Date() };
    return makeReport(image, layer, source, options);
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
    export: async (id, layer, kind, to, options, job, onProgress, onUnread) => {
      await files.checkDestination(to, id);
      return files.jobs.run(job, { label: "Exporting", unit: "bytes" }, onProgress, async (context) => {
        const from = exporter(id, layer);
        const { image } = files.get(id);
        const salvage = new Salvage(onUnread, from.origins(kind), context);
        const result = await from.run(kind, to, options, context, salvage);
        zeroedRuns.add(image, salvage.zeroed);
        return result;
      });
    },
    saveBytes: async (id, layer, space, offset, length, to, job, onProgress) => {
      await files.checkDestination(to, id);
      return files.jobs.run(job, { label: "Saving bytes", unit: "bytes" }, onProgress, (context) =>
        exporter(id, layer).saveBytes(space, offset, length, to, context),
      );
    },
  };
}
