import { Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import { useState } from "react";
import type { ImageSummary } from "../../../../workers/api/index.ts";
import { measureSpace } from "../../../actions/browse/space.ts";
import { connect } from "../../../client/engine.ts";
import { shownNode } from "../../../state/chain.ts";
import { useStore } from "../../../state/store.ts";
import { IconButton } from "../../parts/Button.tsx";
import { sizeText, countText } from "../../../../workers/shared/text.ts";
import { Panel } from "../../parts/Panel.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import { useVolumes } from "../../hooks/use-volumes.ts";
import { cellCounts, type ColorBy } from "./cell.ts";
import { diskSummary } from "./cell-card.ts";
import { DiskGrid } from "./DiskGrid.tsx";
import { DiskLegend } from "./DiskLegend.tsx";
import styles from "./Map.module.css";
import { ownerParts } from "./owner.ts";
import { OwnerLegend } from "./OwnerLegend.tsx";
import { useLayer } from "./use-layer.ts";
import { useOwnerMap } from "./use-owner-map.ts";
import { WORDS } from "./words.ts";

const COLOR_BY: readonly { readonly value: ColorBy; readonly label: string }[] = [
  { value: "state", label: WORDS.disk.by.state },
  { value: "replay", label: WORDS.disk.by.replay },
  { value: "problem", label: WORDS.disk.by.problem },
];
/** Only where Platter reads a file system on the disk. */
const BY_UNUSED = { value: "unused", label: WORDS.disk.by.unused } as const;
/** Only where the disk has a parent. */
const BY_OWNER = { value: "owner", label: WORDS.disk.by.owner } as const;

/** The virtual disk as a grid of blocks. */
export function DiskPanel({ summary, blockSize }: { summary: ImageSummary; blockSize: number }) {
  const { id, payloadBlocks } = summary;
  const revision = useStore((state) => state.revision);
  const layer = useLayer();
  const hasParent = useStore((state) => shownNode(state)?.parent != null);
  const [chosen, setColorBy] = useState<ColorBy>("state");
  const hasFiles = useVolumes().data?.first != null;
  const choices = [...COLOR_BY, ...(hasFiles ? [BY_UNUSED] : []), ...(hasParent ? [BY_OWNER] : [])];
  const colorBy = choices.some(({ value }) => value === chosen) ? chosen : "state";
  const [blocksPerCell, setBlocksPerCell] = useState<number | null>(null);
  const [shown, setShown] = useState({ blocksPerCell: 1, coarsest: 1 });

  const { data: whole } = useQuery(
    () => connect().views.diskMap(id, layer, 0, payloadBlocks, 1),
    [id, revision, layer.name, layer.upTo],
  );
  const { data: owners } = useOwnerMap(
    id,
    layer,
    revision,
    colorBy === "owner" ? { firstBlock: 0, blocksPerCell: payloadBlocks, cells: 1 } : null,
  );
  const space = useQuery(colorBy === "unused" ? measureSpace : null, [id, revision, layer.name, layer.upTo]);
  const totals = whole === null ? null : cellCounts(whole, 0);
  return (
    <Panel
      title={WORDS.disk.title}
      className={styles.diskPanel}
      fill
      flush
      aside={
        <>
          {WORDS.disk.blocksOf(countText(payloadBlocks, "block"), sizeText(blockSize))}
          <span className={styles.scale}>{WORDS.disk.oneCell(countText(shown.blocksPerCell, "block"))}</span>
        </>
      }
      tools={
        <>
          <RadioBar
            label={WORDS.disk.colourBy}
            showLabel
            value={colorBy}
            options={choices}
            onChange={setColorBy}
          />
          <IconButton
            size="s"
            label={WORDS.disk.zoomIn}
            keys="+"
            icon={<ZoomIn />}
            isDisabled={shown.blocksPerCell === 1}
            onPress={() => setBlocksPerCell(Math.max(1, shown.blocksPerCell / 2))}
          />
          <IconButton
            size="s"
            label={WORDS.disk.zoomOut}
            keys="-"
            icon={<ZoomOut />}
            isDisabled={shown.blocksPerCell === shown.coarsest}
            onPress={() => setBlocksPerCell(shown.blocksPerCell * 2)}
          />
          <IconButton
            size="s"
            label={WORDS.disk.whole}
            keys="0"
            icon={<Maximize2 />}
            isDisabled={shown.blocksPerCell === shown.coarsest}
            onPress={() => setBlocksPerCell(null)}
          />
        </>
      }
    >
      <div className={styles.disk}>
        <DiskGrid
          image={id}
          revision={revision}
          layer={layer}
          totalBlocks={payloadBlocks}
          blockSize={blockSize}
          colorBy={colorBy}
          space={space.data}
          blocksPerCell={blocksPerCell}
          onZoom={setBlocksPerCell}
          onShown={setShown}
        />
        {colorBy === "owner" ? (
          <OwnerLegend parts={owners === null ? null : ownerParts(owners, 0)} />
        ) : (
          <DiskLegend
            totals={totals}
            totalBlocks={payloadBlocks}
            blockSize={blockSize}
            colorBy={colorBy}
            unused={colorBy === "unused" ? { report: space.data, measuring: space.loading } : null}
            summary={whole !== null && totals !== null ? diskSummary(whole, totals) : ""}
          />
        )}
      </div>
    </Panel>
  );
}
