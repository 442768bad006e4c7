import { MIB, roundUp } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import { fault, type Planning } from "./fix.ts";
import { contentWords } from "./bat/content.ts";
import { unnamedRuns } from "./bat/room.ts";
import type { RepairState } from "./state.ts";

/** Bytes behind everything that the file names. A whole MiB or more is worth cutting, and so is what is no whole MiB. */
export function* planTail(state: RepairState): Planning {
  const { store, structures, owners, headers } = state;
  if (structures.disk === null || owners === null || headers.active === null) return;
  // A file that is damaged elsewhere may hold there what an entry has lost.
  if (state.findings.some(({ severity }) => severity === "error" || severity === "fatal")) return;
  const runs = [...unnamedRuns(state)];
  const last = runs.at(-1);
  const whole = Math.floor(store.size / MIB) * MIB;
  const ownedEnd = last !== undefined && last.end === whole ? last.start : roundUp(store.size, MIB);
  if (ownedEnd >= store.size) return;
  const length = sizeText(store.size - ownedEnd);
  yield fault(
    "file-tail",
    [],
    [
      {
        id: `file-cut/${ownedEnd}`,
        title: `Cut ${length} off the end of the file`,
        evidence: [
          `The last structure or block ends at ${sizeText(ownedEnd)}, the file at ${sizeText(store.size)}. No byte of the disk is behind it.`,
          `There stand ${contentWords(state, ownedEnd)}.`,
        ],
        loss: `The ${length} that nothing names are gone from the file; only a former block could be among them.`,
        place: { offset: ownedEnd, length: Math.min(1024, store.size - ownedEnd) },
        apply: (target) => {
          target.change(false, () => {});
          target.store.truncate(ownedEnd);
          target.store.flush();
        },
      },
    ],
  );
}
