import {
  type CSSProperties,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
} from "react";
import type { BatRow, ImageId, LayerRef } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { numberText } from "../../../../workers/shared/text.ts";
import { ReadFailure } from "../hex/ReadFailure.tsx";
import { pressRow } from "../scroll/press-row.ts";
import { Scrollbar } from "../scroll/Scrollbar.tsx";
import { usePages } from "../scroll/use-pages.ts";
import { useScroller } from "../scroll/use-scroller.ts";
import { BatTableRow } from "./BatTableRow.tsx";
import styles from "./BatTable.module.css";
import { WORDS } from "./words.ts";

/** Rows that are asked for at once: one 4 KiB page of the BAT. */
const ROWS = 512;
/** Above this, browsers and screen readers can't number rows. */
const MAX_ROW_COUNT = 2 ** 31 - 1;

export interface BatTableProps {
  readonly image: ImageId;
  readonly layer: LayerRef;
  readonly revision: number;
  /** Entries in all. */
  readonly entries: number;
  /** Index of the selected entry. */
  readonly selected: number | null;
  /** Scrolls the selected entry into sight when it changes, and at first. */
  readonly reveal: number;
  readonly onSelect: (index: number) => void;
}

/** The BAT entry by entry: up to 67 million rows, of which only those in sight are loaded. */
export function BatTable({ image, layer, revision, entries, selected, reveal, onSelect }: BatTableProps) {
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const scroller = useScroller(entries);
  const { first, last, position, viewport, yOf } = scroller;
  const { name, upTo } = layer;

  const source = useMemo(
    () => ({
      key: `${image} ${name} ${upTo} ${revision}`,
      pages: Math.ceil(entries / ROWS),
      load: async (index: number) => {
        const page = await connect().views.bat(image, { name, upTo }, index * ROWS, ROWS);
        return page.rows;
      },
    }),
    [image, name, upTo, revision, entries],
  );
  const cache = usePages<readonly BatRow[]>(source, Math.floor(first / ROWS), Math.floor((last - 1) / ROWS));
  const rowAt = (index: number): BatRow | null =>
    cache.page(Math.floor(index / ROWS))?.[index % ROWS] ?? null;

  const ready = scroller.extent.page > 1;
  const showSelected = useEffectEvent(() => {
    if (selected !== null) position.reveal(selected, "context");
  });
  useEffect(() => {
    if (ready) showSelected();
  }, [ready, reveal, entries, selected]);

  const select = (index: number) => {
    const to = Math.min(Math.max(0, index), entries - 1);
    position.reveal(to, "nearest");
    onSelect(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || entries === 0) return;
    const from = selected ?? first;
    const keys: Readonly<Record<string, number>> = {
      ArrowDown: selected === null ? first : from + 1,
      ArrowUp: from - 1,
      PageDown: from + scroller.pageRows,
      PageUp: from - scroller.pageRows,
      Home: 0,
      End: entries - 1,
    };
    const to = keys[event.key];
    if (to === undefined) return;
    event.preventDefault();
    select(to);
  };
  const selectAt = (y: number) => {
    const top = scroller.element?.getBoundingClientRect().top ?? 0;
    const index = Math.floor(position.top + (y - top) / scroller.rowHeight);
    if (index < entries) select(index);
  };

  const numbered = entries < MAX_ROW_COUNT;
  const inSight = selected !== null && selected >= first && selected < last;
  return (
    <div className={styles.frame}>
      <div
        ref={grid}
        style={{ "--index": `${Math.max(5, numberText(entries).length)}ch` } as CSSProperties}
        role="grid"
        aria-label={WORDS.name}
        aria-rowcount={numbered ? entries + 1 : -1}
        aria-activedescendant={inSight ? `${id}-${selected}` : undefined}
        tabIndex={0}
        className={styles.grid}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={styles.head}>
          {WORDS.columns.map((title) => (
            <span key={title} role="columnheader" className={styles.cell}>
              {title}
            </span>
          ))}
        </div>
        <div
          role="presentation"
          ref={viewport}
          className={styles.viewport}
          {...pressRow(({ clientY }) => selectAt(clientY))}
        >
          <div role="presentation" style={{ transform: `translateY(${yOf(first)}px)` }}>
            {Array.from({ length: Math.max(0, last - first) }, (_, at) => (
              <BatTableRow
                key={scroller.keyOf(first + at)}
                id={`${id}-${first + at}`}
                index={first + at}
                row={rowAt(first + at)}
                selected={first + at === selected}
                rowIndex={numbered ? first + at + 2 : undefined}
              />
            ))}
          </div>
        </div>
      </div>
      <Scrollbar scroller={scroller} />
      <ReadFailure error={cache.failure} onRetry={() => cache.retry()} />
    </div>
  );
}
