import type { LogView } from "../../../../workers/api/index.ts";
import { runJob } from "../../../actions/engine/run-job.ts";
import { chooseDestination, deliver } from "../../../actions/export/save.ts";
import { saveBytes } from "../../../actions/export/save-bytes.ts";
import { session } from "../../../actions/engine/session.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import type { LogRow } from "./log-model.ts";
import { WORDS } from "./words.ts";

/**
 * Saves the bytes of a log entry, whatever its state, in one piece: one that wraps around the ring's end is put
 * together, so that its checksum can be checked.
 */
export async function saveEntry(log: LogView, row: LogRow): Promise<void> {
  const open = session();
  if (open === null) return;
  const stem = open.summary.name.replace(/\.[^.]*$/, "");
  const name = `${stem}.log-entry-0x${row.offset.toString(16)}-${row.state}.bin`;
  const start = Number(log.offset) + row.offset;
  const untilEnd = log.length - row.offset;
  const length = Math.min(row.length, log.length);
  try {
    if (length <= untilEnd) await saveBytes("file", start, length, name);
    else await saveParts(name, [start, untilEnd], [Number(log.offset), length - untilEnd]);
  } catch (thrown) {
    reportTrouble(WORDS.entry.cantSave, thrown);
  }
}

async function saveParts(name: string, ...spans: readonly (readonly [offset: number, length: number])[]) {
  const open = session();
  const to = await chooseDestination(name);
  if (open === null || to === null) return;
  const parts: Blob[] = [];
  for (const [offset, length] of spans) {
    // One after the other: the engine reads them anyway in turn.
    // oxlint-disable-next-line no-await-in-loop
    const result = await runJob(
      WORDS.entry.saving,
      (job) =>
        open.engine.exports.saveBytes(open.id, open.layer, "file", offset, length, { kind: "download" }, job),
      { makesFile: true, cancelled: WORDS.entry.notSaved },
    );
    if (result === null || result.blob === null) return;
    parts.push(result.blob);
  }
  const blob = new Blob(parts);
  if (to.kind === "download") deliver({ blob }, name);
  else await blob.stream().pipeTo(await to.handle.createWritable());
}
