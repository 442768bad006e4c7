import { useStore } from "../../state/store.ts";
import { runJob } from "../engine/run-job.ts";
import { cancelledSave, chooseDestination, deliver } from "./save.ts";
import { holdsEdits, session } from "../engine/session.ts";
import { WORDS } from "./words.ts";

/**
 * Saves a run of bytes of the present layer to the destination of `Save as`.
 *
 * @param length bytes; nothing happens for 0.
 * @param fileName what the browser proposes; leave it out for "NAME.file-0x300000-512.bin".
 * @throws VhdxError as the engine and the browser's picker do.
 */
export async function saveBytes(
  space: "file" | "disk",
  offset: number,
  length: number,
  fileName?: string,
): Promise<void> {
  const open = session();
  if (open === null || length === 0) return;
  const stem = open.summary.name.replace(/\.[^.]*$/, "");
  const name = fileName ?? `${stem}.${space}-0x${offset.toString(16)}-${length}.bin`;
  const to = await chooseDestination(name);
  if (to === null) return;
  const result = await runJob(
    WORDS.savingBytes,
    (job) => open.engine.exports.saveBytes(open.id, open.layer, space, offset, length, to, job),
    { locksEdits: holdsEdits(open), makesFile: true, cancelled: cancelledSave(to) },
  );
  if (result === null) return;
  deliver(result, name);
  useStore.getState().notify("info", WORDS.savedBytes(to.kind === "handle" ? to.handle.name : name));
}
