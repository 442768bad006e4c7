import { NIL_GUID } from "../../../shared/guid.ts";
import { encode } from "../../../bytes/struct.ts";
import { countText, offsetText, sizeText } from "../../../shared/text.ts";
import { HEADER_OFFSETS } from "../../headers/header-section.ts";
import { header, HEADER_SIGNATURE } from "../../structs/header.ts";
import { findLog, newestLog } from "../log/find-log.ts";
import type { Draft, Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

const IDENTITY =
  "DataWriteGuid, the identity of the disk's contents, is lost and gets a new value: children of this disk no longer accept it as their parent.";

/** Rebuilds both headers from region tables and log. */
export function* newHeaderDrafts(state: RepairState): Search<readonly Draft[]> {
  const { place, evidence, fresh } = yield* findLog(state);
  const newest = fresh ? null : yield* newestLog(state, place);
  const draft = (logGuid: string, title: string, about: readonly string[], loss: string): Draft => ({
    id: logGuid === NIL_GUID ? "headers-new" : `headers-new/${logGuid}`,
    title,
    evidence: [
      evidence,
      `The log gets ${sizeText(place.length)} at ${offsetText(place.offset)}; version 1 is the only one that is defined, and sequence numbers may start anywhere.`,
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
        // One header is whole before the other is written.
        target.store.flush();
      }
    },
  });
  const empty = (about: readonly string[], loss: string) =>
    draft(NIL_GUID, "Rebuild both headers, with an empty log", about, loss);
  if (newest === null)
    return [empty(["No whole sequence of log entries is left, so there is nothing to replay."], IDENTITY)];
  const entries = countText(newest.entries, "entry", "entries");
  if (newest.inPlace) {
    return [
      empty(
        [
          `The newest log holds ${entries}. The file already holds everything that they write, so the log was applied.`,
        ],
        IDENTITY,
      ),
    ];
  }
  const known = `The newest log holds ${entries}, and the file does not hold what they write: the log was never applied.`;
  return [
    draft(newest.guid, "Rebuild both headers, with the newest log to be replayed", [known], IDENTITY),
    empty([known], `${IDENTITY} The changes in the log are lost.`),
  ];
}
