import type { LayerRef, ReportDigests } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { updateFile } from "../files/files.ts";
import { runJob } from "../engine/run-job.ts";
import { holdsEdits, session } from "../engine/session.ts";
import { WORDS } from "./words.ts";

/** The digests of exactly this layer; null where they were not computed. */
export function digestsOf(layer: LayerRef): ReportDigests | null {
  const { digests } = useStore.getState();
  if (digests === null) return null;
  const same = digests.layer.name === layer.name && digests.layer.upTo === layer.upTo;
  return same ? digests.values : null;
}

/** Computes all digests of the file and of the present layer. */
export async function computeHashes(): Promise<void> {
  const open = session();
  if (open === null) return;
  const { wholeDisk } = useStore.getState();
  const values = await runJob(
    WORDS.hashing,
    (job) => open.engine.hashes.compute(open.id, open.layer, { wholeDisk }, job),
    { locksEdits: holdsEdits(open), cancelled: WORDS.noHash },
  );
  if (values !== null) updateFile(open.id, { digests: { layer: open.layer, values } });
}
