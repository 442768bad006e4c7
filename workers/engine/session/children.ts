import type { ChildOptions, ChildrenApi } from "../../api/index.ts";
import type { Store } from "../../store/store.ts";
import { childDefaults, childProblem, createChild, createOptions } from "../chain/child.ts";
import { makeNewImage } from "../exports/chain/new-image.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { createWorkingDisk, listWorkingDisks } from "../working/working-disks.ts";
import type { OpenFiles } from "./open-files.ts";

const MAKING = { label: "Making the child", unit: "bytes" } as const;

const maker = (parent: OpenedImage, options: ChildOptions) => (store: Store) =>
  createChild(store, parent, options);

export function childrenApi(files: OpenFiles): ChildrenApi {
  return {
    defaults: async (id) => childDefaults(files.get(id).image, files.get(id).name),
    check: async (id, options) => childProblem(files.get(id).image, options),
    create: async (id, options, to, job) => {
      await files.checkDestination(to);
      return files.jobs.run(job, MAKING, (context) =>
        makeNewImage(maker(files.get(id).image, options), to, context),
      );
    },
    createWorking: async (id, options, job) => {
      const { image } = files.get(id);
      await files.jobs.run(job, MAKING, (context) =>
        createWorkingDisk(
          options.name,
          createOptions(image, options),
          childProblem(image, options),
          maker(image, options),
          context,
        ),
      );
      return listWorkingDisks();
    },
  };
}
