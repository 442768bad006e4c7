import { Maximize2, ScanSearch, ZoomIn, ZoomOut } from "lucide-react";
import { useState } from "react";
import type { ImageSummary, Span } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { sizeText, countText } from "../../../../workers/shared/text.ts";
import { Panel } from "../../parts/Panel.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import { FileStrip } from "./FileStrip.tsx";
import { KIND_NAMES } from "./kinds.ts";
import styles from "./Map.module.css";
import { sizesByKind, structuresView, zoomStrip } from "./strip.ts";
import { useLayer } from "./use-layer.ts";
import { WORDS } from "./words.ts";

/** Pieces that the legend counts. The more there are, the fewer bytes lie in pieces too narrow to be told apart. */
const LEGEND_PIECES = 16384;

/** The file as a strip by structure. */
export function FilePanel({ summary }: { summary: ImageSummary }) {
  const { id } = summary;
  const revision = useStore((state) => state.revision);
  const layer = useLayer();
  const [chosen, setChosen] = useState<Span | null>(null);
  const [width, setWidth] = useState(0);

  const whole = useQuery(
    () => connect().views.fileMap(id, layer, 0, Number.MAX_SAFE_INTEGER, LEGEND_PIECES),
    [id, revision, layer.name, layer.upTo],
  );
  const size = whole.data?.fileSize ?? summary.size;
  const view = chosen === null || chosen.offset + chosen.length > size ? { offset: 0, length: size } : chosen;
  const map = useQuery(
    width === 0 || view.length === 0
      ? null
      : () => connect().views.fileMap(id, layer, view.offset, view.length, width),
    [id, revision, layer.name, layer.upTo, view.offset, view.length, width],
  );

  const sizes = sizesByKind(whole.data?.pieces ?? []);
  const structures = structuresView(whole.data?.pieces ?? []);
  const zoomBy = (factor: number) => setChosen(zoomStrip(view, size, factor, 0.5));
  return (
    <Panel
      title={WORDS.file.title}
      className={styles.filePanel}
      flush
      aside={`${sizeText(size)}${view.length < size ? WORDS.file.inSight(sizeText(view.length)) : ""}`}
      tools={
        <>
          {structures !== null && (
            <Button size="s" variant="quiet" icon={<ScanSearch />} onPress={() => setChosen(structures)}>
              {WORDS.file.structures}
            </Button>
          )}
          <IconButton
            size="s"
            label={WORDS.file.zoomIn}
            keys="+"
            icon={<ZoomIn />}
            onPress={() => zoomBy(0.5)}
          />
          <IconButton
            size="s"
            label={WORDS.file.zoomOut}
            keys="-"
            icon={<ZoomOut />}
            onPress={() => zoomBy(2)}
          />
          <IconButton
            size="s"
            label={WORDS.file.whole}
            keys="0"
            icon={<Maximize2 />}
            onPress={() => setChosen(null)}
          />
        </>
      }
    >
      {map.error !== null && <ErrorNote title={WORDS.file.cantMap} error={map.error} />}
      <FileStrip map={map.data} view={view} size={size} onView={setChosen} onWidth={setWidth} />
      <table aria-label={WORDS.file.sizes} className={styles.kinds}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{WORDS.file.structure}</th>
            <th scope="col">{WORDS.file.size}</th>
            <th scope="col">{WORDS.file.pieces}</th>
          </tr>
        </thead>
        <tbody>
          {sizes.map(({ kind, length, pieces }) => (
            <tr key={kind}>
              <th scope="row">
                <span className={styles.swatch} data-kind={kind} aria-hidden="true" />
                {KIND_NAMES[kind]}
              </th>
              <td>{sizeText(length)}</td>
              <td>{pieces > 1 && countText(pieces, "piece")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
