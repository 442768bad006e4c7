import {
  LONG_SCENARIOS,
  MORE_SCENARIOS,
  type Scenario,
  SHORT_SCENARIOS,
} from "../../workers/testing/vhdx/scenarios.ts";
import { DIRTY_BASES } from "../../workers/testing/vhdx/dirty-bases.ts";
import { countedGuids } from "../../workers/testing/vhdx/one-by-one.ts";
import { PRODUCT } from "../../workers/testing/vhdx/product.ts";
import { RecordingStore } from "../../workers/testing/store/recording-store.ts";
import { BytesDigest, storeDigest } from "./digest.ts";
import type { Lines } from "./lines.ts";
import { applyLog } from "../../workers/vhdx/write/apply-log.ts";
import { discardLog } from "../../workers/vhdx/write/discard-log.ts";

/** What was written, in which order, between which flushes. */
function recordedText(store: RecordingStore): string {
  const digest = new BytesDigest();
  for (const step of store.recorded) {
    digest.note([step.kind, step.kind === "truncate" ? step.size : step.kind === "write" ? step.offset : 0]);
    if (step.kind === "write") digest.take(0, step.bytes);
  }
  return `steps ${store.recorded.length}:${digest.text} size ${store.size} bytes ${storeDigest(store)}`;
}

/** Sessions of a guest, each with all of its writes. */
export const SESSIONS: readonly Scenario[] = [...SHORT_SCENARIOS, ...LONG_SCENARIOS, ...MORE_SCENARIOS];

/** What a session wrote. */
export function sessionLines(lines: Lines, { record }: Scenario): void {
  lines.add(recordedText(record(PRODUCT).store));
}

/** Images whose log is applied, and given up. */
export const REPLAYS = DIRTY_BASES;

/** What was written to make an end of a log. */
export function replayLines(lines: Lines, { make }: (typeof DIRTY_BASES)[number]): void {
  const applied = new RecordingStore(make());
  lines.attempt("applied", () => `${applyLog(applied, countedGuids())} ${recordedText(applied)}`);
  const discarded = new RecordingStore(make());
  lines.attempt("discarded", () => {
    discardLog(discarded, countedGuids());
    return recordedText(discarded);
  });
}
