import type { Forest, ImageId, ImageSummary } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { takeSummary } from "../engine/take-summary.ts";

/** The open ancestors of an image, its parent first. */
export function ancestorsOf(forest: Forest, id: ImageId): readonly ImageId[] {
  const parentOf = (child: ImageId) => forest.nodes.find((node) => node.id === child)?.parent?.id ?? null;
  const line: ImageId[] = [];
  // The engine refuses a circular link, but a stale forest must not hang the page either.
  for (let next = parentOf(id); next !== null && !line.includes(next); next = parentOf(next)) line.push(next);
  return line;
}

/**
 * Which file is to be shown after some were opened: a child before its parents. The present one stays where nothing but its own
 * ancestors came.
 *
 * @param opened ids in the order of the files that were chosen
 * @param shown the file that is shown now; null where nothing is open
 * @returns null where the present one stays.
 */
export function fileToShow(
  forest: Forest,
  opened: readonly ImageId[],
  shown: ImageId | null,
): ImageId | null {
  const above = new Set(
    [...opened, ...(shown === null ? [] : [shown])].flatMap((id) => ancestorsOf(forest, id)),
  );
  const isVhdx = (id: ImageId) => forest.nodes.find((node) => node.id === id)?.outcome !== "not-vhdx";
  const tops = opened.filter((id) => !above.has(id));
  return tops.find(isVhdx) ?? tops[0] ?? null;
}

/** Asks the engine again about all files: after one was closed or read again, others may read differently. */
export async function refreshFiles(): Promise<void> {
  const { files } = useStore.getState();
  const summaries = await Promise.all(files.map(({ id }) => connect().images.summary(id)));
  for (const summary of summaries) takeSummary(summary);
}

/** Takes the new forest, and the summaries of images that read differently now. */
export function takeForest(forest: Forest, changed: readonly ImageSummary[]): void {
  useStore.getState().setForest(forest);
  for (const summary of changed) takeSummary(summary);
}

/** Keeps the forest in step from now on with what the engine says of the files. */
export function followForest(): void {
  let asked = 0;
  const follow = async () => {
    asked += 1;
    const mine = asked;
    const forest = await connect().chain.forest();
    if (mine === asked && useStore.getState().summary !== null) useStore.getState().setForest(forest);
  };
  useStore.subscribe((state, before) => {
    if (state.revision === before.revision && state.files === before.files) return;
    // A failed request is repeated with the next change; views report themselves that the file can't be read.
    if (state.summary !== null) void follow().catch(() => undefined);
  });
}
