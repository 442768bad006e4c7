import { offsetText, sizeText } from "../../../shared/text.ts";
import { HEADER_OFFSETS } from "../../headers/header-section.ts";
import { headerUpdate } from "../../headers/header-update.ts";
import { header } from "../../structs/header.ts";
import { findLog } from "../log/find-log.ts";
import type { Draft, Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** A new place for an empty log that the header puts where none can lie. */
export function* logPlaceDrafts(state: RepairState): Search<readonly Draft[]> {
  const { active } = state.headers;
  if (active === null) return [];
  const { place, evidence, fresh } = yield* findLog(state);
  return [
    {
      id: `header-log-place/${place.offset}`,
      title: `Give the log ${sizeText(place.length)} at ${offsetText(place.offset)}`,
      evidence: [
        evidence,
        "The header says that the log is empty, so nothing is in it that could be missed.",
      ],
      loss: null,
      place: { offset: HEADER_OFFSETS[active.copy === 1 ? 1 : 0], length: header.fields.reserved.offset },
      apply: (target) => {
        const { store, newGuid } = target;
        if (fresh) target.growTo(place.offset + place.length);
        const log = { logOffset: BigInt(place.offset), logLength: place.length };
        const first = headerUpdate(active, { fileWriteGuid: newGuid(), ...log });
        for (const update of [first, headerUpdate(first, {})]) {
          store.write(update.offset, update.bytes);
          store.flush();
        }
      },
    },
  ];
}
