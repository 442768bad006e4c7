import type { EngineApi } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { createProblem, hyperVDefaults, qemuDefaults } from "../../vhdx/write/create-options.ts";
import { createImage } from "../../vhdx/write/create.ts";
import { makeNewImage } from "../exports/chain/new-image.ts";
import { createWorkingDisk, deleteWorkingDisk, listWorkingDisks } from "../working/working-disks.ts";
import type { OpenFiles } from "./open-files.ts";

type NewDiskCalls = Pick<
  EngineApi,
  | "createImage"
  | "createWorkingDisk"
  | "workingDisks"
  | "deleteWorkingDisk"
  | "newImageDefaults"
  | "checkNewImage"
>;

const MAKING = { label: "Making the disk", unit: "bytes" } as const;

export function newDiskCalls(files: OpenFiles): NewDiskCalls {
  return {
    createImage: async (options, to, job, onProgress) => {
      await loadCrc32c();
      await files.checkDestination(to);
      return files.jobs.run(job, MAKING, onProgress, (context) =>
        makeNewImage((store) => createImage(store, options), to, context),
      );
    },
    createWorkingDisk: async (name, options, job, onProgress) => {
      await loadCrc32c();
      await files.jobs.run(job, MAKING, onProgress, (context) =>
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
    workingDisks: listWorkingDisks,
    deleteWorkingDisk: async (name) => {
      await deleteWorkingDisk(name);
      return listWorkingDisks();
    },
    newImageDefaults: async (preset, size) => (preset === "qemu" ? qemuDefaults(size) : hyperVDefaults(size)),
    checkNewImage: async (options) => createProblem(options),
  };
}
