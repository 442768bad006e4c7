import { useEffect, useState } from "react";
import type { DiskMap, ImageSummary, LayerRef } from "../../../../workers/api/index.ts";
import { goToBlock } from "../../../actions/place/places.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { useContextual } from "../../hooks/use-contextual.ts";
import { findBlock } from "./find-block.ts";
import { Turns } from "./turns.ts";
import { WORDS } from "./words.ts";

export interface Jumps {
  readonly allocated: (direction: 1 | -1) => void;
  /** Null where the layer has nothing that a replay changed. */
  readonly changed: ((direction: 1 | -1) => void) | null;
  /** Says that the last jump found no block; empty otherwise. */
  readonly said: string;
}

/** Blocks with storage in the file: FULLY_PRESENT and PARTIALLY_PRESENT. */
const STORED = [6, 7] as const;

function storedOf({ states, changed }: DiskMap): number[] {
  return Array.from(changed, (_, cell) =>
    STORED.reduce((sum, state) => sum + (states[cell * 8 + state] ?? 0), 0),
  );
}

/**
 * Jumps to the next and previous block that is stored, or that the replay changed. `N` and `P` jump to changed blocks, or to
 * stored ones where the layer has no replay. Each press counts, even while an earlier jump is still running.
 */
export function useJumps(summary: ImageSummary, layer: LayerRef, blockSize: number): Jumps {
  const [said, setSaid] = useState("");
  const [turns] = useState(() => new Turns());
  useEffect(() => () => turns.drop(), [turns, summary.id, layer.name, layer.upTo]);

  const find = async (
    direction: 1 | -1,
    what: "stored" | "changed",
    counts: (map: DiskMap) => ArrayLike<number>,
  ) => {
    setSaid("");
    try {
      const to = await findBlock(
        async (first, blocksPerCell, cells) =>
          counts(await connect().views.diskMap(summary.id, layer, first, blocksPerCell, cells)),
        // The cursor as it is now, not at the key press: an earlier jump may have moved it since.
        Math.floor(useStore.getState().disk.offset / blockSize),
        direction,
        summary.payloadBlocks,
      );
      if (to === null) setSaid(WORDS.jumps[what][direction === 1 ? "noneAfter" : "noneBefore"]);
      else await goToBlock(to);
    } catch (thrown) {
      reportTrouble(WORDS.jumps.failed, thrown);
    }
  };
  const jump = (...wanted: Parameters<typeof find>) => void turns.run(() => find(...wanted));
  const allocated = (direction: 1 | -1) => jump(direction, "stored", storedOf);
  const replayed = layer.name !== "original" && summary.activeEntries > 0;
  const changed = (direction: 1 | -1) => jump(direction, "changed", (map) => map.changed);
  const next = (direction: 1 | -1) => () => (replayed ? changed(direction) : allocated(direction));
  useContextual({ "next-difference": next(1), "previous-difference": next(-1) });
  return { allocated, changed: replayed ? changed : null, said };
}
