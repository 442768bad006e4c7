import type { LogEntryState } from "../../../../workers/api/index.ts";

export interface StateText {
  /** Stands on the ring where colour alone would have to tell. */
  readonly letter: string;
  readonly name: string;
  readonly meaning: string;
}

/** In the order of the legend. */
export const ENTRY_STATES: Readonly<Record<LogEntryState, StateText>> = {
  active: { letter: "A", name: "active", meaning: "A replay applies it." },
  "before-tail": {
    letter: "B",
    name: "before-tail",
    meaning: "In the active sequence, but before its tail: already in place.",
  },
  superseded: { letter: "P", name: "superseded", meaning: "Whole, but a newer sequence has taken over." },
  stale: { letter: "S", name: "stale", meaning: "Of an earlier session: it carries another log GUID." },
  torn: {
    letter: "T",
    name: "torn",
    meaning: "Begins like an entry, but fails a check: cut off or overwritten.",
  },
};

/** The states in the order in which they are painted: a later one hides an earlier one. */
export const PAINT_ORDER: readonly LogEntryState[] = ["torn", "stale", "superseded", "before-tail", "active"];
