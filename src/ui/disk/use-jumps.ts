import { useState } from "react";
import type { DiskMap, ImageSummary, LayerRef } from "../../../workers/api/index.ts";
import { goToBlock } from "../../actions/places.ts";
import { reportTrouble } from "../../actions/trouble.ts";
import { connect } from "../../client/engine.ts";
import { useContextual } from "../use-contextual.ts";
import { findBlock } from "./find-block.ts";

export interface Jumps {
  readonly allocated: (direction: 1 | -1) => void;
  /** Null where the layer has nothing that a replay changed. */
  readonly changed: ((direction: 1 | -1) => void) | null;
  /** How the last jump went where it led nowhere; empty otherwise. */
  readonly said: string;
}

/** Blocks with storage in the file: FULLY_PRESENT and PARTIALLY_PRESENT. */
const STORED = [6, 7] as const;

function storedOf({ states, changed }: DiskMap): number[] {
  return Array.from(changed, (_, cell) =>
    STORED.reduce((sum, state) => sum + (states[cell * 8 + state] ?? 0), 0),
  );
}

/** Ways to the next and previous block that is stored, or that the replay changed; `N` and `P` for the latter. */
export function useJumps(summary: ImageSummary, layer: LayerRef, offset: number, blockSize: number): Jumps {
  const [said, setSaid] = useState("");
  const block = Math.floor(offset / blockSize);

  const jump = async (direction: 1 | -1, what: string, counts: (map: DiskMap) => ArrayLike<number>) => {
    setSaid("");
    try {
      const to = await findBlock(
        async (first, blocksPerCell, cells) =>
          counts(await connect().diskMap(summary.id, layer, first, blocksPerCell, cells)),
        block,
        direction,
        summary.payloadBlocks,
      );
      if (to === null) setSaid(`No ${what} block ${direction === 1 ? "after" : "before"} this one`);
      else await goToBlock(to);
    } catch (thrown) {
      reportTrouble("Can't look for a block", thrown);
    }
  };
  const allocated = (direction: 1 | -1) => void jump(direction, "stored", storedOf);
  const replayed = layer.name !== "original" && summary.activeEntries > 0;
  const changed = (direction: 1 | -1) => void jump(direction, "changed", (map) => map.changed);
  const next = (direction: 1 | -1) => () => (replayed ? changed(direction) : allocated(direction));
  useContextual({ "next-difference": next(1), "previous-difference": next(-1) });
  return { allocated, changed: replayed ? changed : null, said };
}
