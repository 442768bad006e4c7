import type { EditsApi, ImageId, RepairsApi } from "../../api/index.ts";
import { nextSafeId, repairsOf } from "../edits/repairs.ts";
import { editState } from "./edit-state.ts";
import type { OpenFiles } from "./open-files.ts";

/** Fixes made in one go: a file that asks for more is not one that a list of changes helps with. */
const MOST_FIXES = 1000;

/** @param apply makes one change, as the page would. */
export function repairsApi(files: OpenFiles, apply: EditsApi["apply"]): RepairsApi {
  const imageOf = (id: ImageId) => {
    const { image, edits } = files.get(id);
    return edits.isEmpty ? image : edits.edited;
  };
  return {
    // Nothing else looks at all of an edited disk.
    list: async (id) => repairsOf(imageOf(id), !files.get(id).edits.isEmpty),
    repairSafe: async (id) => {
      const made = new Set<string>();
      let now = editState(files, id);
      for (let next = nextSafeId(imageOf(id), made); next !== null; next = nextSafeId(imageOf(id), made)) {
        now = await apply(id, { kind: "fix", fix: next });
        made.add(next);
        if (made.size === MOST_FIXES) break;
      }
      return now;
    },
  };
}
