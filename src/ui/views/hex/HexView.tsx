import {
  type CSSProperties,
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
import type { Span } from "../../../../workers/api/index.ts";
import { ContextMenu } from "../../parts/ContextMenu.tsx";
import { asksForMenu, useMenuAt } from "../../parts/use-menu-at.ts";
import { cx } from "../../parts/cx.ts";
import { Scrollbar, type ScrollMark } from "../scroll/Scrollbar.tsx";
import { usePages } from "../scroll/use-pages.ts";
import { useScroller } from "../scroll/use-scroller.ts";
import { ByteCard } from "./ByteCard.tsx";
import { describeByte, labelAt } from "./describe-byte.ts";
import { byteIn, isShownFrom, PAGE, pagesOf } from "./hex-page.ts";
import { HexHead } from "./HexHead.tsx";
import type { HexGroup } from "./hex-group.ts";
import { cellId, HexRow } from "./HexRow.tsx";
import styles from "./HexView.module.css";
import { type Columns, digitsFor, isInText, layoutOf } from "./layout.ts";
import { ReadFailure } from "./ReadFailure.tsx";
import { lookOf } from "./row.ts";
import { moveHead, type Range, rangeOf, sameBytes, spanOf } from "./selection.ts";
import type { ByteName, HexCommand, HexEditing, HexHighlight, HexSource } from "./types.ts";
import { useByteCard } from "./use-byte-card.ts";
import { PROBE_DIGITS, useColumns } from "./use-columns.ts";
import { useCopy } from "./use-copy.ts";
import { usePointer } from "./use-pointer.ts";
import { useTyping } from "./use-typing.ts";
import { WORDS } from "./words.ts";

const NONE: readonly never[] = [];
/** Above this, browsers and screen readers can't number rows. */
const MAX_ROW_COUNT = 2 ** 31 - 1;

export interface HexViewProps {
  readonly source: HexSource;
  /** Name of the grid; the one main hex view of a screen is called "Bytes". */
  readonly "aria-label": string;
  /** Selected bytes; length 0 is a cursor. */
  readonly selection: Span;
  /** A cursor comes with length 0, a drawn selection with its length. */
  readonly onSelect: (span: Span) => void;
  readonly highlights?: readonly HexHighlight[] | undefined;
  /** The selected structure: a bar beside its rows. */
  readonly node?: Span | null | undefined;
  /** Scrolls the selection into sight when it changes, and at first. */
  readonly reveal?: number | undefined;
  /** Views that share a group scroll together and have equally long rows. */
  readonly group?: HexGroup | undefined;
  /**
   * Offset of the first row, 0 if left out; may be negative. Two views of a group with different starts put
   * different offsets side by side: header 1 beside header 2.
   */
  readonly start?: number | undefined;
  readonly columns?: Columns | "auto";
  /** Commands for the context menu, after those of the view itself. */
  readonly commands?: readonly HexCommand[] | undefined;
  /** Tells what a byte belongs to, for the card at the pointer; keep the function as long as the answers stay the same. */
  readonly nameOf?: ((offset: number) => Promise<ByteName | null>) | undefined;
  /** Lets the bytes be typed over; leave it out for a view that is only read. */
  readonly editing?: HexEditing | undefined;
  /** Ticks on the scrollbar, by offset. */
  readonly ticks?: readonly (Omit<ScrollMark, "row"> & { readonly offset: number })[] | undefined;
}

/** Bytes of a file or disk of any size, as a grid: offset, bytes, text. */
export function HexView(props: HexViewProps) {
  const {
    source,
    selection,
    onSelect,
    highlights = NONE,
    reveal = 0,
    group,
    start = 0,
    ticks,
    node = null,
    editing,
  } = props;
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);

  const digits = digitsFor(source.size);
  const { columns, text, digitWidth } = useColumns(grid, probe, digits, props.columns ?? "auto", group);
  const layout = useMemo(() => layoutOf(digits, columns, text), [digits, columns, text]);
  const rows = Math.max(0, Math.ceil((source.size - start) / columns));
  const scroller = useScroller(rows, group?.position);
  const { position, first, last, viewport, yOf } = scroller;
  const pages = useMemo(() => pagesOf(source), [source]);
  const sight = { from: start + first * columns, to: start + last * columns };
  const cache = usePages(
    pages,
    Math.max(0, Math.floor(sight.from / PAGE)),
    Math.max(0, Math.floor((sight.to - 1) / PAGE)),
  );

  const [drawn, setDrawn] = useState<Range>({ anchor: 0, head: 0 });
  const range = sameBytes(drawn, selection) ? drawn : rangeOf(selection);
  const { head } = range;
  const rowOf = useCallback((offset: number) => Math.floor((offset - start) / columns), [start, columns]);

  const select = (next: Range, stretched: boolean) => {
    setDrawn(next);
    onSelect(stretched ? spanOf(next) : { offset: next.head, length: 0 });
  };

  const ready = scroller.extent.page > 1;
  const revealSelection = useEffectEvent(() => position.reveal(rowOf(selection.offset), "context"));
  useEffect(() => {
    if (ready) revealSelection();
  }, [reveal, ready, rowOf, position]);

  const typing = useTyping({
    editing,
    sourceKey: source.key,
    size: source.size,
    selected: spanOf(range),
    head,
    byteAt: (offset) => byteIn(cache, offset),
    isFresh: (span) => isShownFrom(cache, source.key, span),
    focus: () => grid.current?.focus({ preventScroll: true }),
    moveTo: (to) => {
      select({ anchor: to, head: to }, false);
      position.reveal(rowOf(to), "nearest");
    },
  });

  const card = useByteCard(frame, props.nameOf);
  const pointer = usePointer({
    scroller,
    layout,
    digitWidth,
    start,
    size: source.size,
    onPress: (offset, extend) => {
      grid.current?.focus({ preventScroll: true });
      select({ anchor: extend ? range.anchor : offset, head: offset }, extend);
    },
    onHover: card.point,
    onDrag: (anchor, offset) => select({ anchor, head: offset }, true),
  });

  /** The column that was pressed last: what Ctrl+C takes. */
  const [pressed, setPressed] = useState<"hex" | "text">("hex");
  const column = text ? (editing?.column ?? pressed) : "hex";
  const columnAtPoint = (event: { clientX: number }) => {
    const left = scroller.element?.getBoundingClientRect().left ?? 0;
    return isInText(layout, (event.clientX - left) / digitWidth) ? "text" : "hex";
  };

  const menu = useMenuAt<true>();
  const bytes = spanOf(range);
  const { copy, notice, items } = useCopy(source, bytes, column);

  const onKeyDown = (event: KeyboardEvent) => {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key === "c") {
      event.preventDefault();
      copy(column);
      return;
    }
    if (control && event.key === "a" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (source.size > 0) select({ anchor: 0, head: source.size - 1 }, true);
      return;
    }
    if (event.key === "Escape") card.hide();
    if (typing.onKeyDown(event)) return;
    if (asksForMenu(event)) {
      event.preventDefault();
      const cell = document.getElementById(cellId(id, head)) ?? grid.current;
      const box = cell?.getBoundingClientRect();
      if (box !== undefined)
        menu.show({ x: box.left, y: Math.min(box.bottom, box.top + scroller.rowHeight) }, true);
      return;
    }
    if (event.altKey) return;
    const to = moveHead(head, event.key, control, {
      size: source.size,
      columns,
      start,
      pageRows: scroller.pageRows,
    });
    if (to === null) return;
    event.preventDefault();
    select({ anchor: event.shiftKey ? range.anchor : to, head: to }, event.shiftKey);
    position.reveal(rowOf(to), "nearest");
    if (editing === undefined)
      card.tell(to, rowOf(to) - position.top > scroller.pageRows / 2 ? "upper" : "lower");
    else card.hide();
  };

  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    const offset = pointer.offsetAt(event.clientX, event.clientY, false);
    if (offset === null) return;
    const inside = offset >= bytes.offset && offset < bytes.offset + bytes.length;
    if (!inside) select({ anchor: offset, head: offset }, false);
    setPressed(columnAtPoint(event));
    card.hide();
    menu.show({ x: event.clientX, y: event.clientY }, true);
  };

  const nearby = highlights.filter(
    (each) => each.offset < sight.to && each.offset + each.length > sight.from,
  );
  const context = {
    size: source.size,
    columns,
    selection,
    highlights: nearby,
    patches: typing.patches,
    page: (index: number) => cache.page(index),
  };
  const cursorInSight = head >= sight.from && head < sight.to && head < source.size;
  const quiet =
    node !== null &&
    node.offset === selection.offset &&
    node.length === selection.length &&
    node.length > columns;
  const numbered = rows < MAX_ROW_COUNT;

  return (
    <div ref={frame} className={styles.frame}>
      <span ref={probe} aria-hidden="true" className={styles.probe}>
        {"0".repeat(PROBE_DIGITS)}
      </span>
      <div
        ref={grid}
        role="grid"
        aria-label={props["aria-label"]}
        aria-multiselectable="true"
        aria-readonly={editing === undefined}
        data-column={column}
        data-typing={editing === undefined ? undefined : true}
        aria-rowcount={numbered ? rows + 1 : -1}
        aria-activedescendant={cursorInSight ? cellId(id, head) : undefined}
        tabIndex={0}
        className={cx(styles.grid, quiet && styles.quiet)}
        style={
          {
            "--bytes-at": `${layout.bytesAt}ch`,
            "--ascii-at": `${layout.asciiAt}ch`,
            "--row-width": `${layout.width}ch`,
          } as CSSProperties
        }
        onKeyDown={onKeyDown}
        onPaste={typing.onPaste}
        onBlur={() => {
          card.hide();
          typing.onBlur();
        }}
        onContextMenu={onContextMenu}
      >
        <HexHead
          columns={columns}
          text={text}
          start={start}
          cursor={cursorInSight ? (head - start) % columns : -1}
        />
        <div
          ref={viewport}
          role="presentation"
          className={styles.viewport}
          onPointerDown={(event) => {
            card.hide();
            setPressed(columnAtPoint(event));
            editing?.onColumn(columnAtPoint(event));
            pointer.onPointerDown(event, range.anchor);
          }}
          onPointerMove={pointer.onPointerMove}
          onPointerUp={pointer.onPointerUp}
          onPointerCancel={pointer.onPointerUp}
          onPointerLeave={card.hide}
          onWheel={card.hide}
          onClick={(event) => {
            if ((event.nativeEvent as PointerEvent).pointerType === "touch") pointer.onTap(event);
          }}
        >
          <div
            role="presentation"
            className={styles.rows}
            style={{ transform: `translateY(${yOf(first)}px)` }}
          >
            {Array.from({ length: Math.max(0, last - first) }, (_, index) => {
              const row = first + index;
              const offset = start + row * columns;
              const hasCursor = head >= offset && head < offset + columns && head < source.size;
              const hasCaret = typing.caretAt >= offset && typing.caretAt < offset + columns;
              return (
                <HexRow
                  key={scroller.keyOf(row)}
                  view={id}
                  offset={offset}
                  offsetText={offset < 0 ? "" : offset.toString(16).padStart(digits, "0")}
                  look={lookOf(offset, context)}
                  text={text}
                  inNode={
                    node !== null &&
                    node.offset < offset + columns &&
                    node.offset + Math.max(1, node.length) > offset
                  }
                  cursor={hasCursor ? head - offset : -1}
                  caret={hasCaret ? typing.caret : null}
                  caretColumn={hasCaret ? typing.caretAt - offset : -1}
                  cursorLabel={hasCursor ? describeByte(head, context) : ""}
                  rowIndex={numbered ? row + 2 : undefined}
                />
              );
            })}
          </div>
        </div>
      </div>
      <Scrollbar
        scroller={scroller}
        marks={ticks?.map(({ offset, kind }) => ({ row: rowOf(offset), kind })) ?? NONE}
      />
      {!text && <p className={styles.narrow}>{WORDS.noText}</p>}
      <ReadFailure error={cache.failure} onRetry={() => cache.retry()} />
      {card.told !== null && (
        <ByteCard {...card.told} name={card.name} label={labelAt(nearby, card.told.offset)} />
      )}
      <div role="status" className={styles.notice}>
        {typing.said || notice}
      </div>
      <ContextMenu
        label={WORDS.menu}
        at={menu.at}
        items={[
          ...items,
          ...(props.commands ?? NONE).map((command) => ({
            id: command.id,
            label: command.label,
            keys: command.keys,
            run: () => command.run(bytes),
          })),
        ]}
        onClose={menu.close}
      />
    </div>
  );
}
