import { NIL_GUID } from "../../../shared/guid.ts";
import { encode } from "../../../bytes/struct.ts";
import { countText, offsetText, sizeText } from "../../../shared/text.ts";
import { HEADER_OFFSETS } from "../../headers/header-section.ts";
import { header, HEADER_SIGNATURE } from "../../structs/header.ts";
import { findLog, newestLog } from "../log/find-log.ts";
import type { Draft, Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

const IDENTITY =
  "The identity of the disk's contents (DataWriteGuid) is gone and drawn anew: children of this disk no longer know it as their parent.";

/** Both headers from what the rest of the file says: region tables, log, and nothing else. */
export function* newHeaderDrafts(state: RepairState): Search<readonly Draft[]> {
  const { place, evidence, fresh } = yield* findLog(state);
  const newest = fresh ? null : yield* newestLog(state, place);
  const draft = (logGuid: string, title: string, about: readonly string[], loss: string): Draft => ({
    id: logGuid === NIL_GUID ? "headers-new" : `headers-new/${logGuid}`,
    title,
    evidence: [
      evidence,
      `The log gets ${sizeText(place.length)} at ${offsetText(place.offset)}; version 1 is the only one there is, and sequence numbers may start anywhere.`,
      ...about,
    ],
    loss,
    place: { offset: HEADER_OFFSETS[0], length: header.fields.reserved.offset },
    apply: (target) => {
      if (fresh) target.growTo(place.offset + place.length);
      const guids = { fileWriteGuid: target.newGuid(), dataWriteGuid: target.newGuid(), logGuid };
      const log = { logOffset: BigInt(place.offset), logLength: place.length };
      for (const [index, offset] of HEADER_OFFSETS.entries()) {
        const values = {
          signature: HEADER_SIGNATURE,
          sequenceNumber: BigInt(index),
          version: 1,
          ...guids,
          ...log,
        };
        target.store.write(offset, encode(header, values));
        // One of the two is whole before the other is written.
        target.store.flush();
      }
    },
  });
  const empty = (about: readonly string[], loss: string) =>
    draft(NIL_GUID, "Make both headers anew, with an empty log", about, loss);
  if (newest === null)
    return [empty(["No whole sequence of log entries is left, so nothing is to be replayed."], IDENTITY)];
  const entries = countText(newest.entries, "entry", "entries");
  if (newest.inPlace) {
    return [
      empty(
        [
          `The newest log holds ${entries}. All that they write stands in its place already, so it was applied.`,
        ],
        IDENTITY,
      ),
    ];
  }
  const known = `The newest log holds ${entries}, and what they write does not stand in its place: the log was never applied.`;
  return [
    draft(newest.guid, "Make both headers anew, with the newest log to be replayed", [known], IDENTITY),
    empty([known], `${IDENTITY} What the log holds is given up.`),
  ];
}
