import type { FindingId, NodeId, Span } from "../../workers/api/index.ts";
import type { Slice } from "./slice.ts";

/**
 * What is selected, for all screens. A selection in one view sets what it can say directly; the action
 * `goTo…` functions in src/actions fill in the rest (node of an offset, block of a BAT entry) so that the others move along.
 */
export interface PlaceSlice {
  /** Selected node of the structure tree. */
  readonly node: NodeId | null;
  /** Selected field of that node. */
  readonly field: string | null;
  /** Selected bytes of the file; length 0 is a cursor. */
  readonly file: Span;
  /** Selected bytes of the virtual disk. */
  readonly disk: Span;
  /** Selected BAT entry. */
  readonly batIndex: number | null;
  /** Selected log entry: its offset in the log, bytes. */
  readonly logEntry: number | null;
  /** The finding that the user went to last; null once the selection went elsewhere. */
  readonly finding: FindingId | null;
  /** Goes up when views should scroll the selection into sight, which a click inside a view must not do to itself. */
  readonly reveal: number;
  /** Goes up with each jump: a move that Back takes back, as a step of a cursor is not. */
  readonly jumps: number;
  setPlace(place: Partial<Place>, reveal?: boolean): void;
  jumped(): void;
}

/** What is selected, alone. */
export type Place = Omit<PlaceSlice, "reveal" | "jumps" | "setPlace" | "jumped">;

export const placeSlice: Slice<PlaceSlice> = (set) => ({
  node: null,
  field: null,
  file: { offset: 0, length: 0 },
  disk: { offset: 0, length: 0 },
  batIndex: null,
  logEntry: null,
  finding: null,
  reveal: 0,
  jumps: 0,
  setPlace: (place, reveal = false) =>
    set((state) => ({ ...place, reveal: reveal ? state.reveal + 1 : state.reveal })),
  jumped: () => set((state) => ({ jumps: state.jumps + 1 })),
});
