import type { Finding, ImagesApi } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { fullCheck } from "../full-check/full-check.ts";
import { isDiskSource } from "../image/open-source.ts";
import { summaryOf } from "../report/summary.ts";
import { openAll } from "./open-all.ts";
import type { OpenFiles } from "./open-files.ts";

export function imagesApi(files: OpenFiles): ImagesApi {
  return {
    open: async (source) => {
      await loadCrc32c();
      const file = await files.openWithKept(source);
      return summaryOf(files.add(file), file);
    },
    areDisks: async (sources) => {
      const found: boolean[] = [];
      // One after the other: a folder can hold thousands of files.
      // oxlint-disable-next-line no-await-in-loop
      for (const source of sources) found.push(await isDiskSource(source));
      return found;
    },
    openAll: async (sources, job) => {
      await loadCrc32c();
      const options = { label: "Opening", unit: "entries" } as const;
      return files.jobs.run(job, options, (context) => openAll(files, sources, context));
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
    scan: async (id, job) => {
      const file = files.get(id);
      const options = { label: "Checking the disk", unit: "bytes" } as const;
      await files.jobs.run(job, options, (context) => file.image.scan(context));
      return summaryOf(id, file);
    },
    fullCheck: async (id, ref, check, job) => {
      const { image } = files.context(id, ref);
      const options = { label: "Checking everything", unit: "bytes" } as const;
      const found = (findings: readonly Finding[]) => {
        // A proxied callback really returns a promise. Where the page is gone its rejection must not fail the job.
        const sent: unknown = job.findings?.(findings);
        if (sent instanceof Promise) sent.catch(() => {});
      };
      return files.jobs.run(job, options, (context) => fullCheck(image, context, found, check));
    },
    readAnyway: async (id) => {
      const file = files.get(id);
      file.image.enableReadAnyway();
      return summaryOf(id, file);
    },
  };
}
