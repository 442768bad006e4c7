import { offsetText, sizeText } from "../../../shared/text.ts";
import { HEADER_OFFSETS } from "../../headers/header-section.ts";
import { header } from "../../structs/header.ts";
import { updateHeaders } from "../../write/header-writer.ts";
import { findLog } from "../log/find-log.ts";
import type { Draft, Search } from "../fix.ts";
import type { RepairState } from "../state.ts";

/** A new place for an empty log whose header names an impossible place. */
export function* logPlaceDrafts(state: RepairState): Search<readonly Draft[]> {
  const { active } = state.headers;
  if (active === null) return [];
  const { place, evidence, fresh } = yield* findLog(state);
  return [
    {
      id: `header-log-place/${place.offset}`,
      title: `Move the log to ${offsetText(place.offset)}, with ${sizeText(place.length)}`,
      evidence: [evidence, "The header says that the log is empty, so no change can be lost."],
      loss: null,
      place: { offset: HEADER_OFFSETS[active.copy === 1 ? 1 : 0], length: header.fields.reserved.offset },
      apply: (target) => {
        const { store, newGuid } = target;
        if (fresh) target.growTo(place.offset + place.length);
        const log = { logOffset: BigInt(place.offset), logLength: place.length };
        updateHeaders(store, active, { fileWriteGuid: newGuid(), ...log });
      },
    },
  ];
}
