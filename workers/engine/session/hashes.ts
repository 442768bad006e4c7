import type { HashesApi } from "../../api/index.ts";
import { RunningCrc32c } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../shared/error.ts";
import { MIB } from "../../shared/numbers.ts";
import { computeDigests } from "../hashes/all-digests.ts";
import type { StartHashWorker } from "../hashes/digests.ts";
import { isDiskReadable } from "../report/summary.ts";
import type { OpenFiles } from "./open-files.ts";

/** Bytes of a selection whose CRC-32C is computed at most. */
const LARGEST_CRC = 64 * MIB;

/** @param startHashWorker null where there are none */
export function hashesApi(files: OpenFiles, startHashWorker: StartHashWorker | null): HashesApi {
  return {
    compute: async (id, ref, { wholeDisk }, job) => {
      const { image, layer } = files.context(id, ref);
      const inputs = {
        source: files.get(id).image.store,
        layerFile: layer.name === "original" ? null : layer.store,
        disk: isDiskReadable(image, layer) ? image.disk(layer) : null,
        wholeDisk,
      };
      return files.jobs.run(job, { label: "Hashing", unit: "bytes" }, (context) =>
        computeDigests(inputs, context, startHashWorker),
      );
    },
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
