import type { ChainNode, FilesAt, Forest, ImageSummary, LayerName } from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import type { ShownSystem } from "./use-volume.ts";
import { WORDS } from "./words.ts";

/** A view that the shown one can be compared with. */
export interface OtherView {
  readonly id: string;
  readonly words: string;
  readonly at: FilesAt;
}

const LAYERS: readonly LayerName[] = ["original", "replayed", "edited"];

/** What a volume can be compared with: as it is stored, through the other layers, and as the disk's parent has it. */
export function otherViews(
  { at, system }: Pick<ShownSystem, "at" | "system">,
  { id, layers, activeEntries }: Pick<ImageSummary, "id" | "layers" | "activeEntries">,
  forest: Forest | null,
  hasChanges: boolean,
): readonly OtherView[] {
  const views: OtherView[] = [];
  if ((system.pendingTransactions ?? 0) > 0 && at.transactions !== 0)
    views.push({ id: "stored", words: WORDS.lists.against.stored, at: { ...at, transactions: 0 } });
  for (const name of LAYERS)
    if (
      name !== at.layer.name &&
      layers[name].available &&
      differs(name, at.layer.name, activeEntries, hasChanges)
    )
      views.push({ id: name, words: WORDS.lists.against[name], at: { ...at, layer: { name, upTo: null } } });
  const above = parentOf(forest, id);
  if (above !== null)
    views.push({
      id: "parent",
      words: WORDS.lists.against.parent(visibleText(above.name)),
      // A dirty parent is read replayed, as its child reads it.
      at: { ...at, image: above.id, layer: { name: above.dirty ? "replayed" : "original", upTo: null } },
    });
  return views;
}

/** Whether two layers can differ: by a log to replay, or by the user's changes. */
const differs = (a: LayerName, b: LayerName, activeEntries: number, hasChanges: boolean): boolean =>
  a === "edited" || b === "edited" ? hasChanges : activeEntries > 0;

function parentOf(forest: Forest | null, id: ImageSummary["id"]): ChainNode | null {
  const parent = forest?.nodes.find((node) => node.id === id)?.parent?.id ?? null;
  return forest?.nodes.find((node) => node.id === parent) ?? null;
}
