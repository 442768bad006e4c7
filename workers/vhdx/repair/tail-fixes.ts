import { MIB, roundUp } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import { fault, type Planning } from "./fix.ts";
import { contentWords } from "./bat/content.ts";
import { unnamedRuns } from "./bat/room.ts";
import type { RepairState } from "./state.ts";

/** Bytes past everything that the file names. They are worth cutting where they are 1 MiB or more, or not a multiple of 1 MiB. */
export function* planTail(state: RepairState): Planning {
  const { store, structures, owners, headers } = state;
  if (structures.disk === null || owners === null || headers.active === null) return;
  // In a damaged file these bytes may be a block that lost its entry.
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
          `The last structure or block ends at ${sizeText(ownedEnd)}, the file at ${sizeText(store.size)}. No byte of the disk lies past it.`,
          `Stored there: ${contentWords(state, ownedEnd)}.`,
        ],
        loss: `The last ${length} of the file, which nothing refers to. They can only hold a block that is no longer in use.`,
        place: { offset: ownedEnd, length: Math.min(1024, store.size - ownedEnd) },
        apply: (target) => target.cutTo(ownedEnd),
      },
    ],
  );
}
