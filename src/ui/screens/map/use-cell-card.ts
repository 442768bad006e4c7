import type {
  DiskMap,
  ImageSummary,
  LayerRef,
  OwnerMap,
  SpaceReport,
} from "../../../../workers/api/index.ts";
import { batIndexOfBlock } from "../../../actions/place/blocks.ts";
import { connect } from "../../../client/engine.ts";
import { useQuery } from "../../hooks/use-query.ts";
import { cellCounts } from "./cell.ts";
import { cellCard } from "./cell-card.ts";
import type { CardContent } from "./MapCard.tsx";
import { ownerParts } from "./owner.ts";
import { unusedBlocks } from "./unused.ts";

export interface CellCardQuestion {
  readonly summary: ImageSummary | null;
  readonly revision: number;
  readonly layer: LayerRef;
  /** First block of the cell; null where none is pointed at. */
  readonly block: number | null;
  readonly blocksPerCell: number;
  readonly totalBlocks: number;
  readonly blockSize: number;
  readonly map: DiskMap | null;
  /** Null where the map is not coloured by owner, or not known yet. */
  readonly owners: OwnerMap | null;
  /** Null where the map is not coloured by what is unused, or that is not known yet. */
  readonly space: SpaceReport | null;
}

/** The card of the cell under the pointer or the cursor. For a cell of one block the card shows the BAT entry. */
export function useCellCard(question: CellCardQuestion): CardContent | null {
  const { summary, revision, layer, block, blocksPerCell, blockSize, map, owners, space } = question;
  const image = summary?.id ?? null;
  const batIndex =
    block === null || blocksPerCell > 1 || summary === null ? null : batIndexOfBlock(summary.image, block);
  const { data: entry } = useQuery(
    batIndex === null || image === null ? null : () => entryAndBefore(image, layer, batIndex),
    [image, revision, layer.name, layer.upTo, batIndex],
  );
  if (block === null) return null;
  const cellOf = (known: { readonly firstBlock: number }) => (block - known.firstBlock) / blocksPerCell;
  const present = entry !== null && entry.now.index === batIndex ? entry : null;
  return cellCard({
    ...question,
    block,
    counts: map?.blocksPerCell === blocksPerCell ? cellCounts(map, cellOf(map)) : null,
    owners: owners?.blocksPerCell === blocksPerCell ? ownerParts(owners, cellOf(owners)) : null,
    unused: space === null ? null : unusedBlocks(space, blockSize, block, blocksPerCell),
    entry: present?.now ?? null,
    before: present?.before ?? null,
  });
}

/** A block's BAT entry, and the original's where the layer's differs. */
async function entryAndBefore(image: string, layer: LayerRef, index: number) {
  const engine = connect();
  const now = (await engine.views.bat(image, layer, index, 1)).rows[0];
  if (now === undefined) return null;
  if (now.before === null) return { now, before: null };
  const original = await engine.views.bat(image, { name: "original", upTo: null }, index, 1);
  return { now, before: original.rows[0] ?? null };
}
