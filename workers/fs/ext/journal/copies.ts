import type { Steps } from "../../../bytes/steps.ts";
import { DESCRIPTOR } from "../structs/journal.ts";
import type { VolumeBase } from "../volume-base.ts";
import { copyIsChecked, headerOf, tagsIn, tailIsChecked } from "./blocks.ts";
import type { JournalHead } from "./head.ts";
import { journalBlock } from "./log.ts";
import type { JournalPlaces } from "./places.ts";

const STEP = 256;
/** Blocks of the journal that are read ahead. */
const AHEAD = 128;

/** A copy of a block that a journal still holds. */
export interface JournalCopy {
  /** Block of the volume where it belongs. */
  readonly block: number;
  /** Block of the journal that holds it. */
  readonly at: number;
  /** Byte of the volume that it is read from. */
  readonly offset: number;
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly isEscaped: boolean;
}

/** Whether a transaction is younger. Numbers begin anew behind 2^32 - 1. */
export const isYounger = (a: number, b: number): boolean => ((a - b) | 0) > 0;

/**
 * All copies in a journal, those of transactions that were applied long ago too, in the order of the journal. The log goes round, so an
 * old descriptor may speak of blocks that were written over: a copy counts only if its checksum holds, where it has one.
 *
 * @param volume as it is stored
 */
export function* journalCopies(
  volume: VolumeBase,
  places: JournalPlaces,
  head: JournalHead,
  take: (copy: JournalCopy) => void,
): Steps<void> {
  for (let at = head.first; at < head.end; at++) {
    if (at % STEP === 0) yield { done: at, total: head.end };
    const place = places.placeOf(at);
    if (place !== null && (at - head.first) % AHEAD === 0)
      volume.bytes.ahead(place * volume.blockSize, AHEAD * volume.blockSize);
    const bytes = journalBlock(volume, places, at);
    const header = bytes === null ? null : headerOf(bytes);
    if (bytes === null || header?.kind !== DESCRIPTOR || !tailIsChecked(head, bytes)) continue;
    for (const [index, tag] of tagsIn(head, bytes).entries()) {
      const behind = at + 1 + index;
      const copyAt = behind >= head.end ? behind - (head.end - head.first) : behind;
      const copyPlace = places.placeOf(copyAt);
      const copy = copyPlace === null ? null : volume.block(copyPlace);
      if (copyPlace === null || copy === null || !copyIsChecked(head, tag, header.sequence, copy)) continue;
      const { block, isEscaped } = tag;
      const offset = copyPlace * volume.blockSize;
      take({ block, at: copyAt, offset, sequence: header.sequence, bytes: copy, isEscaped });
    }
  }
}
