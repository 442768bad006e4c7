import type { NewDisksApi } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { createProblem, hyperVDefaults, qemuDefaults } from "../../vhdx/write/create-options.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { makeNewImage } from "../exports/chain/new-image.ts";
import { createWorkingDisk, listWorkingDisks } from "../working/working-disks.ts";
import type { OpenFiles } from "./open-files.ts";

const MAKING = { label: "Making the disk", unit: "bytes" } as const;

export function newDisksApi(files: OpenFiles): NewDisksApi {
  return {
    create: async (options, to, job) => {
      await loadCrc32c();
      await files.checkDestination(to);
      return files.jobs.run(job, MAKING, (context) =>
        makeNewImage((store) => createImage(store, options), to, context),
      );
    },
    createWorking: async (name, options, job) => {
      await loadCrc32c();
      await files.jobs.run(job, MAKING, (context) =>
        createWorkingDisk(
          name,
          options,
          createProblem(options),
          (store) => createImage(store, options),
          context,
        ),
      );
      return listWorkingDisks();
    },
    defaults: async (preset, size) => (preset === "qemu" ? qemuDefaults(size) : hyperVDefaults(size)),
    check: async (options) => createProblem(options),
  };
}
