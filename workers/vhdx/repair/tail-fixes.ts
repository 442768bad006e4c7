import { MIB } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import { fault, type Planning } from "./fix.ts";
import { contentWords } from "./bat/content.ts";
import type { RepairState } from "./state.ts";

/**
 * Where the file can end, in bytes: after the last structure and the last block, and after all that an entry names as its place. A
 * disk that keeps its blocks allocated needs room for all of them (MS-VHDX 2.6.2.1), with or without storage now.
 */
function endOfUse({ structures, check, owners, store }: RepairState): number {
  const { occupied, facts, geometry } = structures;
  const count = Math.ceil(store.size / MIB);
  const lastUsed = Math.max(owners?.lastSet(count) ?? -1, check?.named.last(count) ?? -1);
  const structuresEnd = [...occupied.within(0, count)].at(-1)?.end ?? 0;
  const end = Math.max(lastUsed + 1, structuresEnd) * MIB;
  if (facts.type !== "fixed" || geometry === null) return end;
  return Math.max(end, occupied.total * MIB + geometry.payloadBlocks * geometry.blockSize);
}

/** Bytes past everything that the file names, of any length: those of another program, or a block that is no longer in use. */
export function* planTail(state: RepairState): Planning {
  const { store, structures, owners, headers } = state;
  if (structures.disk === null || owners === null || headers.active === null) return;
  // In a damaged file these bytes may be a block that lost its entry.
  if (state.findings.some(({ severity }) => severity === "error" || severity === "fatal")) return;
  const ownedEnd = endOfUse(state);
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
