import type { ChangeList, CompareFilesRequest, Forest, ImageSummary } from "../../../workers/api/index.ts";
import type { BlockChoice, FilePart } from "../../state/compare.ts";
import type { FileView } from "../../state/files.ts";
import { layerRef } from "../../state/view.ts";
import { ancestorsOf } from "../files/forest.ts";

/** A file that another one is held against. */
export type OpenView = FileView & { readonly summary: ImageSummary };

/** What is compared, and a text that is the same as long as the answer would be. */
export interface Wanted {
  readonly request: CompareFilesRequest;
  readonly asked: string;
}

const numbers = new WeakMap<ChangeList, number>();
let numbered = 0;

/** Tells lists of pending changes apart: the engine sends a new one after each change. */
function numberOf(changes: ChangeList | null): number {
  if (changes === null) return 0;
  const known = numbers.get(changes);
  if (known !== undefined) return known;
  numbered += 1;
  numbers.set(changes, numbered);
  return numbered;
}

/** What the bytes of a file depend on, beside its layer. */
function stateOf({ summary, changes }: OpenView, forest: Forest | null): readonly unknown[] {
  const { id, size, lastModified, readAnyway } = summary;
  const parents = forest === null ? [] : ancestorsOf(forest, id);
  return [size, lastModified, numberOf(changes), readAnyway.active, ...parents];
}

/** The blocks that are compared: those that the user chose, as far as the shown disk has them; else all. */
export function chosenBlocks(chosen: BlockChoice | null, payloadBlocks: number): BlockChoice {
  const end = Math.max(0, payloadBlocks - 1);
  if (chosen === null) return { first: 0, last: end };
  const first = Math.min(chosen.first, end);
  return { first, last: Math.max(first, Math.min(chosen.last, end)) };
}

/**
 * The request that holds another open file (side A) against the shown one (side B), each on the layer that it was left on.
 *
 * @param chosen blocks of the shown disk; null: all
 */
export function wantedComparison(
  part: FilePart,
  other: OpenView,
  shown: OpenView,
  chosen: BlockChoice | null,
  forest: Forest | null,
): Wanted {
  const sides = {
    a: { image: other.summary.id, layer: layerRef(other) },
    b: { image: shown.summary.id, layer: layerRef(shown) },
  };
  const { first, last } = chosenBlocks(chosen, shown.summary.payloadBlocks);
  const request: CompareFilesRequest =
    part === "structures"
      ? { kind: "structures", ...sides }
      : { kind: "disks", ...sides, first, blocks: last - first + 1 };
  return { request, asked: JSON.stringify([request, stateOf(other, forest), stateOf(shown, forest)]) };
}
