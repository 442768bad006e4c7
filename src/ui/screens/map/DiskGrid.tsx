import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import type { DiskMap, LayerRef } from "../../../../workers/api/index.ts";
import { goToBlock } from "../../../actions/place/places.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { Scrollbar } from "../../views/scroll/Scrollbar.tsx";
import { useTokenColors } from "../../theme/use-token-colors.ts";
import { useQuery } from "../../hooks/use-query.ts";
import type { ColorBy } from "./cell.ts";
import { drawGrid, GRID_TOKENS, GUTTER } from "./draw-grid.ts";
import {
  type Area,
  blockAt,
  cellCorner,
  firstRowAfterZoom,
  firstRowToShow,
  fitBlocksPerCell,
  gridLayout,
  moveCursor,
} from "./grid.ts";
import styles from "./Map.module.css";
import { cardText, MapCard } from "./MapCard.tsx";
import { useCellCard } from "./use-cell-card.ts";
import { useOwnerMap } from "./use-owner-map.ts";
import { useCanvas, usePaint } from "./use-canvas.ts";
import { useGridScroll } from "./use-grid-scroll.ts";

/** Wheel movement that makes one step of zoom, px. */
const WHEEL_STEP = 60;

export interface DiskGridProps {
  readonly image: string;
  readonly revision: number;
  readonly layer: LayerRef;
  readonly totalBlocks: number;
  readonly blockSize: number;
  readonly colorBy: ColorBy;
  /** Null: the coarsest, at which the whole disk is in sight. */
  readonly blocksPerCell: number | null;
  /** The user has zoomed; null stands for the coarsest zoom. */
  readonly onZoom: (blocksPerCell: number | null) => void;
  /** Reports the zoom once the size of the grid is known. */
  readonly onShown: (shown: { readonly blocksPerCell: number; readonly coarsest: number }) => void;
}

/** The virtual disk, cell by cell. */
export function DiskGrid(props: DiskGridProps) {
  const { image, revision, layer, totalBlocks, blockSize, colorBy, onZoom, onShown } = props;
  const canvas = useCanvas();
  const summary = useStore((state) => state.summary);
  const disk = useStore((state) => state.disk.offset);
  const reveal = useStore((state) => state.reveal);
  const colors = useTokenColors(GRID_TOKENS);
  const statusId = useId();

  const width = Math.max(0, canvas.area.width - GUTTER);
  const { height } = canvas.area;
  const area = useMemo((): Area => ({ width, height }), [width, height]);
  const coarsest = fitBlocksPerCell(totalBlocks, area);
  const blocksPerCell = Math.min(props.blocksPerCell ?? coarsest, coarsest);
  const layout = useMemo(
    () => gridLayout(totalBlocks, blocksPerCell, area),
    [totalBlocks, blocksPerCell, area],
  );
  const scroll = useGridScroll(layout, area);
  useEffect(() => {
    if (width > 0) onShown({ blocksPerCell, coarsest });
  }, [width, blocksPerCell, coarsest, onShown]);
  const { firstRow } = scroll;

  const selected = Math.min(totalBlocks - 1, Math.floor(disk / blockSize));
  const [cursor, setCursor] = useState(selected);
  const [hovered, setHovered] = useState<number | null>(null);
  const [focused, setFocused] = useState(false);

  // What another view selects moves the cursor here as well.
  useEffect(() => {
    setCursor(selected);
    if (height > 0) scroll.scrollTo(firstRowToShow(layout, area, scroll.firstRow, selected));
    // oxlint-disable-next-line react/exhaustive-deps
  }, [reveal, height > 0]);

  const perRow = layout.columns * blocksPerCell;
  const cells = Math.min(layout.cells - firstRow * layout.columns, (layout.rowsInSight + 1) * layout.columns);
  const { data: map, error } = useQuery<DiskMap>(
    width === 0 || cells <= 0
      ? null
      : () => connect().views.diskMap(image, layer, firstRow * perRow, blocksPerCell, cells),
    [image, revision, layer.name, layer.upTo, firstRow * perRow, blocksPerCell, cells],
  );

  const { data: owners } = useOwnerMap(
    image,
    layer,
    revision,
    colorBy !== "owner" || width === 0 || cells <= 0
      ? null
      : { firstBlock: firstRow * perRow, blocksPerCell, cells },
  );

  const pointed = hovered ?? (focused ? cursor : null);
  const card = useCellCard({
    summary,
    revision,
    layer,
    block: pointed,
    blocksPerCell,
    totalBlocks,
    blockSize,
    map,
    owners,
  });

  usePaint(
    canvas,
    useCallback(
      (context, _area, ratio) =>
        drawGrid(context, area, ratio, {
          map,
          owners,
          layout,
          firstRow,
          totalBlocks,
          colorBy,
          colors,
          font: fontOf(context.canvas),
          cursor: focused ? cellOf(cursor, blocksPerCell) : null,
          selected: cellOf(selected, blocksPerCell),
          hovered,
        }),
      [
        map,
        owners,
        layout,
        firstRow,
        area,
        totalBlocks,
        colorBy,
        colors,
        focused,
        cursor,
        selected,
        hovered,
        blocksPerCell,
      ],
    ),
  );

  const zoom = (steps: number, block: number, fraction: number) => {
    const next = Math.min(coarsest, Math.max(1, blocksPerCell * 2 ** steps));
    if (next === blocksPerCell) return;
    const wanted = gridLayout(totalBlocks, next, area);
    scroll.adopt(wanted, area, firstRowAfterZoom(wanted, area, block, fraction));
    onZoom(next === coarsest ? null : next);
  };

  const locate = (event: {
    clientX: number;
    clientY: number;
  }): { block: number | null; fraction: number } => {
    const box = canvas.element?.getBoundingClientRect();
    if (box === undefined) return { block: null, fraction: 0 };
    const y = event.clientY - box.top;
    return {
      block: blockAt(layout, firstRow, totalBlocks, event.clientX - box.left - GUTTER, y),
      fraction: y / Math.max(1, height),
    };
  };

  const turned = useRef(0);
  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    if (!event.ctrlKey) {
      scroll.scrollBy(event.deltaY / layout.pitch);
      return;
    }
    turned.current += event.deltaY;
    const steps = Math.trunc(turned.current / WHEEL_STEP);
    turned.current -= steps * WHEEL_STEP;
    const { block, fraction } = locate(event);
    if (steps !== 0) zoom(steps, block ?? cursor, fraction);
  });
  const { element } = canvas;
  useEffect(() => {
    const listener = (event: WheelEvent) => onWheel(event);
    element?.addEventListener("wheel", listener, { passive: false });
    return () => element?.removeEventListener("wheel", listener);
  }, [element]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return;
    const fraction = cellCorner(layout, firstRow, cursor).y / Math.max(1, height);
    if (event.key === "+" || event.key === "=") zoom(-1, cursor, fraction);
    else if (event.key === "-") zoom(1, cursor, fraction);
    else if (event.key === "0") onZoom(null);
    else if (event.key === "Enter") void goToBlock(cursor, { screen: "structure" });
    else if (event.key === " ") void goToBlock(cursor);
    else {
      const to = moveCursor(layout, area, cursor, event.key, event.ctrlKey);
      if (to === null) return;
      setHovered(null);
      setCursor(to);
      scroll.scrollTo(firstRowToShow(layout, area, firstRow, to));
    }
    event.preventDefault();
  };

  const onClick = (event: MouseEvent) => {
    const { block } = locate(event);
    if (block === null) return;
    setCursor(block);
    void goToBlock(block, { reveal: false });
  };

  const corner = pointed === null ? null : cellCorner(layout, firstRow, pointed);
  return (
    <div className={styles.gridFrame}>
      <div className={styles.gridArea}>
        {/* The role `application` is meant to take keys and the focus. */}
        {/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions jsx-a11y/no-noninteractive-tabindex */}
        <div
          role="application"
          aria-label="Blocks of the virtual disk"
          aria-roledescription="block map"
          aria-describedby={statusId}
          tabIndex={0}
          className={styles.gridFocus}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onMouseMove={(event) => setHovered(locate(event).block)}
          onMouseLeave={() => setHovered(null)}
          onClick={onClick}
          onDoubleClick={(event) => {
            const { block } = locate(event);
            if (block !== null) void goToBlock(block, { screen: "structure" });
          }}
        >
          <canvas ref={canvas.attach} aria-hidden="true" className={styles.grid} />
        </div>
        {/* oxlint-enable jsx-a11y/no-noninteractive-element-interactions jsx-a11y/no-noninteractive-tabindex */}
        <span id={statusId} role="status" className="visually-hidden">
          {focused && hovered === null && card !== null ? cardText(card) : ""}
        </span>
        {card !== null && corner !== null && corner.y >= 0 && corner.y < height && (
          <MapCard
            content={card}
            at={{ x: corner.x + GUTTER, y: corner.y, width: layout.pitch, height: layout.pitch }}
            area={canvas.area}
          />
        )}
        {error !== null && <ErrorNote title="Can't read the BAT." error={error} />}
      </div>
      <Scrollbar scroller={scroll.scroller} />
    </div>
  );
}

function cellOf(block: number, blocksPerCell: number): number {
  return block - (block % blocksPerCell);
}

function fontOf(element: HTMLCanvasElement): string {
  const style = getComputedStyle(element);
  return `${style.fontSize} ${style.fontFamily}`;
}
