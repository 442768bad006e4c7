import type { ImageId, RepairsApi } from "../../api/index.ts";
import { listRepairs } from "../edits/repairs.ts";
import { makeFixes, type Repairable } from "../edits/make-fixes.ts";
import { runStepsInJob } from "../jobs/jobs.ts";
import { type OpenFile, refreshed } from "../image/open-source.ts";
import { viewContext } from "../views/context.ts";
import { editState, keepEdits } from "./edit-state.ts";
import type { OpenFiles } from "./open-files.ts";

export function repairsApi(files: OpenFiles): RepairsApi {
  const imageOf = (id: ImageId) => {
    const { image, edits } = files.get(id);
    return edits.isEmpty ? image : edits.edited;
  };
  return {
    list: async (id, job) => {
      const image = imageOf(id);
      const { edits, working } = files.get(id);
      const options = { label: "Looking for repairs", unit: "entries" } as const;
      const { state, faults, repairs } = await files.jobs.run(job, options, (context) =>
        // No other job checks all of an edited disk.
        runStepsInJob(listRepairs(image, !edits.isEmpty), context),
      );
      // As long as the file does not change, a fix chosen from the list uses this plan.
      const plan = working?.edits.plan ?? edits.plan;
      if (state !== null && repairs.complete && imageOf(id) === image) plan.adopt(state, faults);
      return repairs;
    },
    repair: async (id, agreed, job) => {
      const file = files.get(id);
      if (file.working !== null) files.checkNoParent(id);
      if (!imageOf(id).identifier.isVhdx) return { ...editState(files, id), made: 0, stopped: null };
      const options = { label: "Repairing", unit: "fixes" } as const;
      const made = await files.jobs.run(job, options, (context) =>
        makeFixes(repairableOf(file), context, new Set(agreed)),
      );
      if (file.working === null) return { ...(await keepEdits(files, id)), ...made };
      files.replace(id, refreshed(files.get(id)));
      return { ...editState(files, id), ...made };
    },
  };
}

/** A working disk is repaired in place, any other file in its Edited layer. */
function repairableOf({ image, edits, working }: OpenFile): Repairable {
  if (working === null) {
    return {
      plan: edits.plan,
      size: () => edits.store.size,
      make: (fix) => edits.apply({ kind: "fix", fix }),
    };
  }
  const context = viewContext(image, image.own);
  return {
    plan: working.edits.plan,
    size: () => working.store.size,
    make: (fix) => working.edits.apply({ kind: "fix", fix }, context),
  };
}
