import type { EngineApi } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { summaryOf } from "../report/summary.ts";
import type { OpenFiles } from "./open-files.ts";

type ImageCalls = Pick<EngineApi, "open" | "reopen" | "close" | "summary" | "scan" | "cancel" | "readAnyway">;

export function imageCalls(files: OpenFiles): ImageCalls {
  return {
    open: async (source) => {
      await loadCrc32c();
      const file = await files.openWithKept(source);
      return summaryOf(files.add(file), file);
    },
    reopen: async (id) => {
      const { source, working } = files.get(id);
      working?.store.close();
      const file = await files.openWithKept(source);
      files.decideParent(id, undefined);
      files.replace(id, file);
      return summaryOf(id, file);
    },
    close: async (id) => files.close(id),
    summary: async (id) => summaryOf(id, files.get(id)),
    scan: async (id, job, onProgress) => {
      const file = files.get(id);
      const options = { label: "Checking the disk", unit: "bytes" } as const;
      await files.jobs.run(job, options, onProgress, (context) => file.image.scan(context));
      return summaryOf(id, file);
    },
    cancel: async (job) => files.jobs.cancel(job),
    readAnyway: async (id) => {
      const file = files.get(id);
      file.image.enableReadAnyway();
      return summaryOf(id, file);
    },
  };
}
