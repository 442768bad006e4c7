import type { EngineApi, ImageId } from "../../api/index.ts";
import { nextSafeId, repairsOf } from "../edits/repairs.ts";
import { editState } from "./edit-calls.ts";
import type { OpenFiles } from "./open-files.ts";

type RepairCalls = Pick<EngineApi, "fixes" | "repairSafe">;

/** Fixes made in one go: a file that asks for more is not one that a list of changes helps with. */
const MOST_FIXES = 1000;

/** @param edit makes one change, as the page would. */
export function repairCalls(files: OpenFiles, edit: EngineApi["edit"]): RepairCalls {
  const imageOf = (id: ImageId) => {
    const { image, edits } = files.get(id);
    return edits.isEmpty ? image : edits.edited;
  };
  return {
    // Nothing else looks at all of an edited disk.
    fixes: async (id) => repairsOf(imageOf(id), !files.get(id).edits.isEmpty),
    repairSafe: async (id) => {
      const made = new Set<string>();
      let now = editState(files, id);
      for (let next = nextSafeId(imageOf(id), made); next !== null; next = nextSafeId(imageOf(id), made)) {
        now = await edit(id, { kind: "fix", fix: next });
        made.add(next);
        if (made.size === MOST_FIXES) break;
      }
      return now;
    },
  };
}
