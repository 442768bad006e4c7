import { VhdxError } from "../../shared/error.ts";
import { NIL_GUID, randomGuid } from "../../shared/guid.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { sizeText } from "../../shared/text.ts";
import type { Store } from "../../store/store.ts";
import { readHeaders } from "../headers/headers.ts";
import { replayHeaderUpdates } from "../headers/header-update.ts";
import { ReplayedStore } from "../log/replay.ts";
import { scanLog } from "../log/scan.ts";
import type { GuidSource } from "./header-writer.ts";

const CHUNK = 4 * MIB;
/** The most bytes that a replay may write to the file: zero descriptors alone can cover terabytes, which would take forever. */
const MOST_WRITTEN = 2 * GIB;

/**
 * Replays the log into the file itself (MS-VHDX 2.3.3). A crash at any moment leaves a file whose replay gives the same
 * result. Does nothing where the log is empty.
 *
 * @returns whether there was something to replay.
 * @throws VhdxError `not-available`, with the reason, where the format forbids the replay or where the replay writes more than
 *   2 GiB; nothing is written then.
 */
export function applyLog(store: Store, newGuid: GuidSource = randomGuid): boolean {
  const headers = readHeaders(store);
  const { active, log } = headers;
  if (!headers.dirty) return false;
  const scan = log === null ? null : runSteps(scanLog(store, headers, log));
  if (active === null || scan === null || !scan.replayable) {
    const reason = [...(scan?.findings ?? []), ...headers.findings].find((each) => each.severity === "fatal");
    throw new VhdxError("not-available", reason?.message ?? "The log can't be replayed.", {
      structure: "log",
    });
  }
  const replayed = runSteps(ReplayedStore.replay(store, scan.ring, scan.active));
  const runs = [...replayed.writtenRuns()];
  const total = runs.reduce((sum, { start, end }) => sum + end - start, 0);
  if (total > MOST_WRITTEN) {
    throw new VhdxError(
      "not-available",
      `The log writes ${sizeText(total)} of the file anew, more than can be done in one go.`,
      { structure: "log" },
    );
  }
  const { before, after } = replayHeaderUpdates(active, newGuid(), NIL_GUID);
  store.write(before.offset, before.bytes);
  // The new FileWriteGuid must be on stable storage before the first modification.
  store.flush();
  const { size } = replayed;
  for (const run of runs) {
    for (let at = run.start; at < run.end; at += CHUNK) {
      const bytes = new Uint8Array(Math.min(CHUNK, run.end - at));
      replayed.read(at, bytes);
      store.write(at, bytes);
    }
  }
  if (store.size < size) store.truncate(size);
  // All of the replay must be on stable storage before LogGuid is cleared.
  store.flush();
  for (const update of after) {
    store.write(update.offset, update.bytes);
    store.flush();
  }
  return true;
}
