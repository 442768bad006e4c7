import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import type { DiskMap, LayerRef, SpaceReport } from "../../../../workers/api/index.ts";
import { showOwner } from "../../../actions/browse/owner.ts";
import { goToBlock } from "../../../actions/place/places.ts";
import { connect } from "../../../client/engine.ts";
import { useStore } from "../../../state/store.ts";
import { ContextMenu, type ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { asksForMenu, useMenuAt } from "../../parts/use-menu-at.ts";
import { formatOffset } from "../../parts/format.ts";
import { copyAndTell } from "../../views/hex/copy-and-tell.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { Scrollbar } from "../../views/scroll/Scrollbar.tsx";
import { useTokenColors } from "../../theme/use-token-colors.ts";
import { useQuery } from "../../hooks/use-query.ts";
import type { ColorBy } from "./cell.ts";
import { drawGrid, GRID_TOKENS, GUTTER } from "./draw-grid.ts";
import {
  type Area,
  blockAt,
  blocksBetween,
  blocksPerCellFor,
  cellCorner,
  firstRowAfterZoom,
  firstRowToShow,
  fitBlocksPerCell,
  gridLayout,
  lastFirstRow,
  moveCursor,
} from "./grid.ts";
import styles from "./Map.module.css";
import { cardText, MapCard } from "./MapCard.tsx";
import { useCellCard } from "./use-cell-card.ts";
import { useOwnerMap } from "./use-owner-map.ts";
import { useCanvas, usePaint } from "./use-canvas.ts";
import { useGridScroll } from "./use-grid-scroll.ts";
import { WORDS } from "./words.ts";

/** Wheel movement that makes one step of zoom, px. */
const WHEEL_STEP = 60;

/** A press that moves less than this is a click, px. */
const CLICK = 4;

/** A rectangle between two points of the grid, px. */
interface Box {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
}

export interface DiskGridProps {
  readonly image: string;
  readonly revision: number;
  readonly layer: LayerRef;
  readonly totalBlocks: number;
  readonly blockSize: number;
  readonly colorBy: ColorBy;
  /** Null where the cells are not coloured by what is unused, or that is not known yet. */
  readonly space: SpaceReport | null;
  /** Null: the coarsest, at which the whole disk is in sight. */
  readonly blocksPerCell: number | null;
  /** The user has zoomed; null stands for the coarsest zoom. */
  readonly onZoom: (blocksPerCell: number | null) => void;
  /** Reports the zoom once the size of the grid is known. */
  readonly onShown: (shown: { readonly blocksPerCell: number; readonly coarsest: number }) => void;
}

/** The virtual disk, cell by cell. */
export function DiskGrid(props: DiskGridProps) {
  const { image, revision, layer, totalBlocks, blockSize, colorBy, space, onZoom, onShown } = props;
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
  const drag = useRef<{ readonly from: Box["from"]; moved: boolean } | null>(null);
  /** The rectangle that is being drawn to zoom to. */
  const [drawn, setDrawn] = useState<Box | null>(null);
  const menu = useMenuAt<number>();

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
    space,
  });

  usePaint(
    canvas,
    useCallback(
      (context, _area, ratio) =>
        drawGrid(context, area, ratio, {
          map,
          owners,
          space,
          blockSize,
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
        space,
        blockSize,
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

  const actionsFor = (block: number): ContextMenuItem[] => {
    const fraction = cellCorner(layout, firstRow, block).y / Math.max(1, height);
    return [
      {
        id: "structure",
        label: WORDS.menu.showInStructure,
        keys: "Enter",
        run: () => void goToBlock(block, { screen: "structure" }),
      },
      { id: "disk", label: WORDS.menu.showOnDisk, run: () => void goToBlock(block, { screen: "disk" }) },
      { id: "owner", label: WORDS.menu.owner, run: () => void showOwner(block * blockSize) },
      {
        id: "zoom-in",
        label: WORDS.menu.zoomIn,
        keys: "+",
        disabled: blocksPerCell === 1,
        run: () => zoom(-1, block, fraction),
      },
      {
        id: "zoom-out",
        label: WORDS.menu.zoomOut,
        keys: "-",
        disabled: blocksPerCell === coarsest,
        run: () => zoom(1, block, fraction),
      },
      {
        id: "whole",
        label: WORDS.disk.whole,
        keys: "0",
        disabled: blocksPerCell === coarsest,
        run: () => onZoom(null),
      },
      {
        id: "copy-offset",
        label: WORDS.menu.copyDiskOffset,
        run: () => void copyAndTell(formatOffset(block * blockSize), WORDS.menu.theDiskOffset),
      },
    ];
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (asksForMenu(event)) {
      event.preventDefault();
      const box = canvas.element?.getBoundingClientRect();
      if (box === undefined) return;
      const { x, y } = cellCorner(layout, firstRow, cursor);
      menu.show({ x: box.left + GUTTER + x, y: box.top + y + layout.pitch }, cursor);
      return;
    }
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

  /** Zooms to the cells of a rectangle that was drawn over them. */
  const zoomToBox = (box: Box) => {
    const range = blocksBetween(layout, firstRow, totalBlocks, box.from, box.to);
    const next = blocksPerCellFor(totalBlocks, range, area, blocksPerCell);
    const wanted = gridLayout(totalBlocks, next, area);
    const row = Math.floor(range.first / next / wanted.columns);
    scroll.adopt(wanted, area, Math.min(row, lastFirstRow(wanted, area)));
    setCursor(range.first);
    onZoom(next === coarsest ? null : next);
  };
  const pointOf = (event: { clientX: number; clientY: number }) => {
    const box = canvas.element?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0) - GUTTER, y: event.clientY - (box?.top ?? 0) };
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    drag.current = null;
    // A finger scrolls.
    if (event.button !== 0 || event.pointerType === "touch") return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: pointOf(event), moved: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const held = drag.current;
    if (held === null || event.buttons === 0) {
      setHovered(locate(event).block);
      return;
    }
    const to = pointOf(event);
    held.moved ||= Math.hypot(to.x - held.from.x, to.y - held.from.y) > CLICK;
    if (held.moved) {
      setHovered(null);
      setDrawn({ from: held.from, to });
    }
  };
  const onPointerUp = () => {
    if (drawn !== null) zoomToBox(drawn);
    setDrawn(null);
  };

  const onClick = (event: MouseEvent) => {
    // The end of a drag is no click.
    if (drag.current?.moved === true) return;
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
          aria-label={WORDS.disk.grid}
          aria-roledescription={WORDS.disk.gridRole}
          aria-describedby={statusId}
          tabIndex={0}
          className={styles.gridFocus}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={() => setDrawn(null)}
          onPointerLeave={() => setHovered(null)}
          onContextMenu={(event) => {
            event.preventDefault();
            const { block } = locate(event);
            if (block === null) return;
            setCursor(block);
            menu.show({ x: event.clientX, y: event.clientY }, block);
          }}
          onClick={onClick}
          onDoubleClick={(event) => {
            const { block } = locate(event);
            if (block !== null) void goToBlock(block, { screen: "structure" });
          }}
        >
          <canvas ref={canvas.attach} aria-hidden="true" className={styles.grid} />
          {drawn !== null && (
            <div
              aria-hidden="true"
              className={styles.drawn}
              style={{
                left: Math.min(drawn.from.x, drawn.to.x) + GUTTER,
                top: Math.min(drawn.from.y, drawn.to.y),
                width: Math.abs(drawn.to.x - drawn.from.x),
                height: Math.abs(drawn.to.y - drawn.from.y),
              }}
            />
          )}
        </div>
        <ContextMenu
          label={WORDS.disk.menu}
          at={menu.at}
          items={menu.of === null ? [] : actionsFor(menu.of)}
          onClose={menu.close}
        />
        {/* oxlint-enable jsx-a11y/no-noninteractive-element-interactions jsx-a11y/no-noninteractive-tabindex */}
        <span id={statusId} role="status" className="visually-hidden">
          {focused && hovered === null && card !== null ? cardText(card) : ""}
        </span>
        {card !== null && drawn === null && corner !== null && corner.y >= 0 && corner.y < height && (
          <MapCard
            content={card}
            at={{ x: corner.x + GUTTER, y: corner.y, width: layout.pitch, height: layout.pitch }}
            area={canvas.area}
          />
        )}
        {error !== null && <ErrorNote title={WORDS.disk.cantRead} error={error} />}
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
