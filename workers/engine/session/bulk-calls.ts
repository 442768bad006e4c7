import type { EngineApi, Finding } from "../../api/index.ts";
import { RunningCrc32c } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../bytes/error.ts";
import { MIB } from "../../bytes/numbers.ts";
import { findingCatalogue } from "../../vhdx/findings/index.ts";
import { fullCheck } from "../full-check/full-check.ts";
import { computeDigests } from "../hashes/all-digests.ts";
import type { StartHashWorker } from "../hashes/digests.ts";
import { isDiskReadable } from "../report/summary.ts";
import { search } from "../views/bytes/search.ts";
import { diskSpace, storeSpace } from "../views/bytes/search-space.ts";
import type { OpenFiles } from "./open-files.ts";

type BulkCalls = Pick<EngineApi, "search" | "hashes" | "crc32c" | "fullCheck" | "catalogue">;

/** Most bytes whose CRC-32C is computed for a selection. */
const LARGEST_CRC = 64 * MIB;

/** @param startHashWorker null where there are none */
export function bulkCalls(files: OpenFiles, startHashWorker: StartHashWorker | null): BulkCalls {
  return {
    search: async (id, ref, request, job, onProgress) => {
      const { image, layer } = files.context(id, ref);
      return files.jobs.run(job, { label: "Searching", unit: "bytes" }, onProgress, (context) => {
        if (request.space === "disk") return search(diskSpace(image.disk(layer)), request, context);
        const { log } = image.headers;
        const nowhere = { offset: 0, length: 0 };
        const run = request.space === "log" ? (log ?? nowhere) : { offset: 0, length: layer.store.size };
        return search(storeSpace(layer.store, run), request, context);
      });
    },
    hashes: async (id, ref, { wholeDisk }, job, onProgress) => {
      const { image, layer } = files.context(id, ref);
      const inputs = {
        source: files.get(id).image.store,
        layerFile: layer.name === "original" ? null : layer.store,
        disk: isDiskReadable(image, layer) ? image.disk(layer) : null,
        wholeDisk,
      };
      return files.jobs.run(job, { label: "Hashing", unit: "bytes" }, onProgress, (context) =>
        computeDigests(inputs, context, startHashWorker),
      );
    },
    fullCheck: async (id, ref, job, onProgress, onFindings) => {
      const { image } = files.context(id, ref);
      const options = { label: "Checking everything", unit: "bytes" } as const;
      const found = (findings: readonly Finding[]) => {
        // A proxied callback returns a promise in truth; a page that has gone away is no reason to fail the job.
        const sent: unknown = onFindings(findings);
        if (sent instanceof Promise) sent.catch(() => {});
      };
      return files.jobs.run(job, options, onProgress, (context) => fullCheck(image, context, found));
    },
    catalogue: async () => findingCatalogue(),
    crc32c: async (id, ref, space, offset, length) => {
      if (length > LARGEST_CRC) throw new VhdxError("misuse", "The selection is longer than 64 MiB.");
      const { image, layer } = files.context(id, ref);
      const store = space === "disk" ? image.disk(layer) : layer.store;
      const crc = new RunningCrc32c();
      for (let at = 0; at < length; at += MIB) {
        crc.update(await store.readBulk(offset + at, Math.min(MIB, length - at)));
      }
      return crc.finish();
    },
  };
}
