import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from "react";
import type { FileMap, FileMapPiece, Span } from "../../../../workers/api/index.ts";
import { goToFileOffset, goToNode } from "../../../actions/place/places.ts";
import { useStore } from "../../../state/store.ts";
import { ContextMenu, type ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { asksForMenu, useMenuAt } from "../../parts/use-menu-at.ts";
import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { useTokenColors } from "../../theme/use-token-colors.ts";
import { copyAndTell } from "../../views/hex/copy-and-tell.ts";
import { drawStrip, STRIP_TOKENS } from "./draw-strip.ts";
import { KIND_NAMES } from "./kinds.ts";
import styles from "./Map.module.css";
import { type CardContent, cardText, MapCard } from "./MapCard.tsx";
import { panStrip, partOfStrip, pieceAt, showInStrip, zoomStrip, zoomTo } from "./strip.ts";
import { useCanvas, usePaint } from "./use-canvas.ts";
import { WORDS } from "./words.ts";

/** Zoom factor of one key press, or of one notch of the wheel (`NOTCH` px). */
const ZOOM = 1.5;
const NOTCH = 100;
/** A press that moves less than this is a click, px. */
const CLICK = 3;

export interface FileStripProps {
  /** The pieces in the view; may still be those of the former view. */
  readonly map: FileMap | null;
  readonly view: Span;
  /** Bytes of the layer's file. */
  readonly size: number;
  readonly onView: (view: Span) => void;
  readonly onWidth: (pixels: number) => void;
}

/** The file from its first to its last byte, by structure. */
export function FileStrip({ map, view, size, onView, onWidth }: FileStripProps) {
  const canvas = useCanvas();
  const { attach, area, element } = canvas;
  const file = useStore((state) => state.file);
  const colors = useTokenColors(STRIP_TOKENS);
  const statusId = useId();
  const [cursor, setCursor] = useState(0);
  const [hovered, setHovered] = useState<number | null>(null);
  const [focused, setFocused] = useState(false);
  const press = useRef<{ x: number; view: Span; moved: boolean; pans: boolean } | null>(null);
  /** What is being drawn over the strip to zoom to, px from its left edge. */
  const [drawn, setDrawn] = useState<{ from: number; to: number } | null>(null);
  const menu = useMenuAt<FileMapPiece>();
  /** Whether a key has asked for the menu of a piece that is not loaded yet. */
  const [menuAsked, setMenuAsked] = useState(false);

  useEffect(() => {
    if (area.width > 0) onWidth(area.width);
  }, [area.width, onWidth]);

  const pieces = map?.pieces ?? NONE;
  const at = (offset: number | null): FileMapPiece | null => {
    const index = offset === null ? null : pieceAt(pieces, offset);
    return index === null ? null : (pieces[index] ?? null);
  };
  const showMenu = useEffectEvent(() => {
    const piece = at(cursor);
    const box = element?.getBoundingClientRect();
    if (piece === null || box === undefined) return;
    setMenuAsked(false);
    menu.show({ x: box.left + xOf(piece.offset), y: box.bottom }, piece);
  });
  useEffect(() => {
    if (menuAsked) showMenu();
  }, [menuAsked, pieces]);
  const cursorPiece = focused ? at(cursor) : null;
  const hoveredPiece = at(hovered);
  const pointed = hoveredPiece ?? cursorPiece;

  usePaint(
    canvas,
    useCallback(
      (context, room) => {
        const style = getComputedStyle(context.canvas);
        const font = `${style.fontSize} ${style.fontFamily}`;
        drawStrip(context, room, {
          pieces,
          view,
          colors,
          font,
          cursor: cursorPiece,
          hovered: hoveredPiece,
          selected: file,
        });
      },
      [pieces, view, colors, cursorPiece, hoveredPiece, file],
    ),
  );

  const partOf = (clientX: number) => {
    const box = element?.getBoundingClientRect();
    return box === undefined ? 0 : (clientX - box.left) / Math.max(1, box.width);
  };
  const offsetAt = (clientX: number) =>
    Math.min(size - 1, Math.floor(view.offset + partOf(clientX) * view.length));

  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (sideways !== 0) onView(panStrip(view, size, sideways / Math.max(1, area.width)));
    else onView(zoomStrip(view, size, ZOOM ** (event.deltaY / NOTCH), partOf(event.clientX)));
  });
  useEffect(() => {
    const listener = (event: WheelEvent) => onWheel(event);
    element?.addEventListener("wheel", listener, { passive: false });
    return () => element?.removeEventListener("wheel", listener);
  }, [element]);

  const onPointerMove = (event: PointerEvent) => {
    const held = press.current;
    if (held === null) {
      setHovered(offsetAt(event.clientX));
      return;
    }
    const by = event.clientX - held.x;
    held.moved ||= Math.abs(by) > CLICK;
    if (!held.moved) return;
    if (held.pans) onView(panStrip(held.view, size, -by / Math.max(1, area.width)));
    else setDrawn({ from: partOf(held.x) * area.width, to: partOf(event.clientX) * area.width });
  };
  const onPointerUp = (event: PointerEvent) => {
    const held = press.current;
    press.current = null;
    setDrawn(null);
    if (held === null) return;
    if (held.moved) {
      if (!held.pans) onView(partOfStrip(held.view, size, partOf(held.x), partOf(event.clientX)));
      return;
    }
    const piece = at(offsetAt(event.clientX));
    if (piece === null) return;
    setCursor(piece.offset);
    open(piece, offsetAt(event.clientX), false);
  };

  const actionsFor = (piece: FileMapPiece): ContextMenuItem[] => [
    {
      id: "structure",
      label: WORDS.menu.showInStructure,
      keys: "Enter",
      run: () => open(piece, piece.offset, true),
    },
    { id: "zoom-to", label: WORDS.menu.zoomTo, run: () => onView(zoomTo(piece, size)) },
    {
      id: "zoom-in",
      label: WORDS.menu.zoomIn,
      keys: "+",
      run: () => onView(zoomStrip(view, size, 1 / ZOOM, partAt(piece))),
    },
    {
      id: "zoom-out",
      label: WORDS.menu.zoomOut,
      keys: "-",
      run: () => onView(zoomStrip(view, size, ZOOM, partAt(piece))),
    },
    { id: "whole", label: WORDS.file.whole, keys: "0", run: () => onView({ offset: 0, length: size }) },
    {
      id: "copy-offset",
      label: WORDS.menu.copyFileOffset,
      run: () => void copyAndTell(formatOffset(piece.offset), WORDS.menu.theFileOffset),
    },
  ];
  const partAt = ({ offset }: Span) => Math.min(1, Math.max(0, (offset - view.offset) / view.length));

  const onKeyDown = (event: KeyboardEvent) => {
    if (asksForMenu(event)) {
      event.preventDefault();
      setMenuAsked(true);
      return;
    }
    setMenuAsked(false);
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const piece = at(cursor);
    const anchor = Math.min(1, Math.max(0, (cursor - view.offset) / view.length));
    const step = (offset: number) => {
      const to = Math.min(size - 1, Math.max(0, offset));
      setHovered(null);
      setCursor(to);
      onView(showInStrip(view, size, to));
    };
    if (event.key === "+" || event.key === "=") onView(zoomStrip(view, size, 1 / ZOOM, anchor));
    else if (event.key === "-") onView(zoomStrip(view, size, ZOOM, anchor));
    else if (event.key === "0") onView({ offset: 0, length: size });
    else if (event.key === "ArrowRight") step(piece === null ? cursor + 1 : piece.offset + piece.length);
    else if (event.key === "ArrowLeft") step((piece?.offset ?? cursor) - 1);
    else if (event.key === "PageDown") onView(panStrip(view, size, 0.5));
    else if (event.key === "PageUp") onView(panStrip(view, size, -0.5));
    else if (event.key === "Home") step(0);
    else if (event.key === "End") step(size - 1);
    else if (event.key === "Enter" && piece !== null) open(piece, piece.offset, true);
    else if (event.key === " " && piece !== null) open(piece, piece.offset, false);
    else return;
    event.preventDefault();
  };

  const card = pointed === null ? null : pieceCard(pointed);
  const xOf = (offset: number) =>
    Math.min(area.width, Math.max(0, ((offset - view.offset) / view.length) * area.width));
  return (
    <div className={styles.stripFrame}>
      {/* The role `application` is meant to take keys and the focus. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions jsx-a11y/no-noninteractive-tabindex */}
      <div
        role="application"
        aria-label={WORDS.file.strip}
        aria-roledescription={WORDS.file.stripRole}
        aria-describedby={statusId}
        tabIndex={0}
        className={styles.stripFocus}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          setMenuAsked(false);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setHovered(null);
          // A finger moves what it touches.
          const pans = event.shiftKey || event.pointerType === "touch";
          press.current = { x: event.clientX, view, moved: false, pans };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          press.current = null;
          setDrawn(null);
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          const piece = at(offsetAt(event.clientX));
          if (piece === null) return;
          setCursor(piece.offset);
          menu.show({ x: event.clientX, y: event.clientY }, piece);
        }}
        onPointerLeave={() => setHovered(null)}
        onDoubleClick={(event) => {
          const piece = at(offsetAt(event.clientX));
          if (piece !== null) open(piece, offsetAt(event.clientX), true);
        }}
      >
        <canvas ref={attach} aria-hidden="true" className={styles.strip} />
        {drawn !== null && (
          <div
            aria-hidden="true"
            className={styles.drawn}
            style={{ left: Math.min(drawn.from, drawn.to), width: Math.abs(drawn.to - drawn.from) }}
          />
        )}
      </div>
      {/* oxlint-enable jsx-a11y/no-noninteractive-element-interactions jsx-a11y/no-noninteractive-tabindex */}
      <span id={statusId} role="status" className="visually-hidden">
        {focused && hoveredPiece === null && card !== null ? cardText(card) : ""}
      </span>
      <ContextMenu
        label={WORDS.file.menu}
        at={menu.at}
        items={menu.of === null ? [] : actionsFor(menu.of)}
        onClose={menu.close}
      />
      {card !== null && pointed !== null && drawn === null && (
        <MapCard
          content={card}
          at={{
            x: xOf(pointed.offset),
            y: area.height,
            width: xOf(pointed.offset + pointed.length) - xOf(pointed.offset),
            height: 0,
          }}
          area={{ width: area.width, height: Infinity }}
        />
      )}
    </div>
  );
}

const NONE: readonly FileMapPiece[] = [];

/** Goes to the piece's structure in the tree, or to its bytes where it has none. */
function open(piece: FileMapPiece, offset: number, structure: boolean): void {
  const options = structure ? ({ screen: "structure" } as const) : { reveal: false, jump: true };
  if (piece.node !== null && piece.kind !== "block" && piece.kind !== "gap")
    void goToNode(piece.node, options);
  else void goToFileOffset(offset, 0, options);
}

function pieceCard(piece: FileMapPiece): CardContent {
  return {
    title: piece.kind === "mixed" ? WORDS.file.several : piece.label,
    rows: [
      { name: WORDS.file.kind, value: KIND_NAMES[piece.kind] },
      { name: WORDS.file.offset, value: formatOffset(piece.offset) },
      { name: WORDS.file.length, value: sizeText(piece.length) },
    ],
  };
}
