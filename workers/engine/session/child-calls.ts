import type { ChainApi, ChildOptions } from "../../api/index.ts";
import type { Store } from "../../store/store.ts";
import { childDefaults, childProblem, createChild, createOptions } from "../chain/child.ts";
import { makeNewImage } from "../exports/chain/new-image.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import { createWorkingDisk, listWorkingDisks } from "../working/working-disks.ts";
import type { OpenFiles } from "./open-files.ts";

type ChildCalls = Pick<ChainApi, "childDefaults" | "checkChild" | "createChild" | "createWorkingChild">;

const MAKING = { label: "Making the child", unit: "bytes" } as const;

const maker = (parent: OpenedImage, options: ChildOptions) => (store: Store) =>
  createChild(store, parent, options);

export function childCalls(files: OpenFiles): ChildCalls {
  return {
    childDefaults: async (id) => childDefaults(files.get(id).image, files.get(id).name),
    checkChild: async (id, options) => childProblem(files.get(id).image, options),
    createChild: async (id, options, to, job, onProgress) => {
      await files.checkDestination(to);
      return files.jobs.run(job, MAKING, onProgress, (context) =>
        makeNewImage(maker(files.get(id).image, options), to, context),
      );
    },
    createWorkingChild: async (id, options, job, onProgress) => {
      const { image } = files.get(id);
      await files.jobs.run(job, MAKING, onProgress, (context) =>
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
