import type { AppState } from "../../state/store.ts";
import { useStore } from "../../state/store.ts";
import { runJob } from "./run-job.ts";
import { holdsEdits, session } from "./session.ts";
import { takeSummary } from "./take-summary.ts";
import { WORDS } from "./words.ts";

/** Whether a VHDX is open and no full check of it runs. */
export const canCheckFully = ({ summary, fullCheck }: AppState): boolean =>
  summary !== null && summary.outcome !== "not-vhdx" && fullCheck?.running !== true;

/** Runs a full check of the open image. Findings are shown as they come. */
export async function runFullCheck(): Promise<void> {
  const open = session();
  if (open === null) return;
  const { beginFullCheck, fullCheckFound, endFullCheck, checkBlocks: blocks } = useStore.getState();
  const isOpen = () => useStore.getState().summary?.id === open.id;
  beginFullCheck(open.id);
  try {
    const result = await runJob(
      WORDS.fullCheck,
      (job) => open.engine.images.fullCheck(open.id, open.layer, { blocks }, job),
      {
        locksEdits: holdsEdits(open),
        cancelled: WORDS.fullCheckStopped,
        findings: (found) => {
          if (isOpen()) fullCheckFound(found);
        },
      },
    );
    if (isOpen()) takeSummary(await open.engine.images.summary(open.id));
    endFullCheck(result, useStore.getState().revision);
  } catch (thrown) {
    endFullCheck(null, useStore.getState().revision);
    throw thrown;
  }
}
