import type { SpaceReport } from "../../../workers/api/index.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { layerRef } from "../../state/view.ts";
import { runJob } from "../engine/run-job.ts";
import { session } from "../engine/session.ts";
import { WORDS } from "./words.ts";

/** What a report of the space depends on, as a text. */
function spaceKey(state: AppState): string {
  const { summary, revision } = state;
  const layer = layerRef(state);
  return JSON.stringify([summary?.id ?? null, revision, layer.name, layer.upTo]);
}

/** How much of the open file could be given back, through the present layer; null as long as nobody measured. */
export const knownSpace = (state: AppState): SpaceReport | null =>
  state.space?.of === spaceKey(state) ? state.space.report : null;

/**
 * Tells which stored blocks no file system uses. Reads all bitmaps of the disk, unless they were read before.
 *
 * @returns null where the user cancelled the job, or no file is open.
 * @throws VhdxError as the engine does.
 */
export async function measureSpace(): Promise<SpaceReport | null> {
  const open = session();
  if (open === null) return null;
  const state = useStore.getState();
  const known = knownSpace(state);
  if (known !== null) return known;
  const report = await runJob(WORDS.space, (job) => open.engine.files.space(open.id, open.layer, job), {
    cancelled: WORDS.noSpace,
  });
  if (report !== null) state.setSpace({ of: spaceKey(state), report });
  return report;
}
