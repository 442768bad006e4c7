import type { LogEntryState } from "../../../../workers/api/index.ts";
import { WORDS } from "./words.ts";

export interface StateText {
  /** Stands on the ring where colour alone would have to tell. */
  readonly letter: string;
  readonly name: string;
  readonly meaning: string;
}

/** In the order of the legend. */
export const ENTRY_STATES: Readonly<Record<LogEntryState, StateText>> = WORDS.states;

/** The states in the order in which they are painted: a later one hides an earlier one. */
export const PAINT_ORDER: readonly LogEntryState[] = ["torn", "stale", "superseded", "before-tail", "active"];
