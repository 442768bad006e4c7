import { runSteps } from "../../../bytes/steps.ts";
import type { YoungestCopy } from "../block-copy.ts";
import type { VolumeBase } from "../volume-base.ts";
import { isYounger, journalCopies } from "./copies.ts";
import type { JournalHead } from "./head.ts";
import type { JournalPlaces } from "./places.ts";

/** Bytes of a journal that are looked through within one call, and blocks that are remembered. */
const LARGEST = 256 * 1024 * 1024;
const MOST = 200_000;

/**
 * The youngest copy of a block that the journal holds. Metadata is written through the journal alone, so this is what was written to the
 * block last: it makes up for a block that was damaged since. The journal is looked through at the first question.
 *
 * @param volume as it is stored
 */
export function youngestCopies(
  volume: VolumeBase,
  places: JournalPlaces,
  head: JournalHead,
): (block: number) => YoungestCopy | null {
  let known: Map<number, { offset: number; sequence: number }> | null = null;
  const look = () => {
    const found = new Map<number, { offset: number; sequence: number }>();
    if (head.length * volume.blockSize > LARGEST) return found;
    const steps = journalCopies(volume, places, head, ({ block, offset, sequence, isEscaped }) => {
      const before = found.get(block);
      if (isEscaped || (before === undefined && found.size >= MOST)) return;
      if (before === undefined || isYounger(sequence, before.sequence))
        found.set(block, { offset, sequence });
    });
    runSteps(steps);
    return found;
  };
  return (block) => {
    known ??= look();
    const copy = known.get(block);
    const bytes = copy === undefined ? null : volume.bytes.read(copy.offset, volume.blockSize);
    return copy === undefined || bytes === null ? null : { bytes, offset: copy.offset };
  };
}
