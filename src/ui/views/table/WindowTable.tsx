import { ArrowDown, ArrowUp } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { ContextMenu, type ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { asksForMenu, type Point, pointBelow, useMenuAt } from "../../parts/use-menu-at.ts";
import { cx } from "../../parts/cx.ts";
import { rowHeight } from "../scroll/use-scroller.ts";
import { rowWindow, topToShow } from "./window.ts";
import styles from "./WindowTable.module.css";

export interface TableColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** A CSS grid track: "9ch", "minmax(20ch, 1fr)". */
  readonly width: string;
  readonly align?: "start" | "end";
  readonly mono?: boolean;
  readonly sortable?: boolean;
  render(row: Row): ReactNode;
}

export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

export interface WindowTableProps<Row> {
  /** Accessible name: "Log entries". */
  readonly label: string;
  /** The first one names its row and takes the focus. */
  readonly columns: readonly TableColumn<Row>[];
  /** In the order in which they are shown. */
  readonly rows: readonly Row[];
  keyOf(row: Row): number;
  readonly selected: number | null;
  readonly onSelect: (row: Row) => void;
  /** Enter or double click. */
  readonly onOpen?: (row: Row) => void;
  readonly sort?: TableSort | null;
  readonly onSort?: (column: string) => void;
  /** When it changes, the selected row is brought into sight. */
  readonly reveal: number;
  /** Told which rows are rendered, `[first, last)`, for rows that are loaded as they come into sight. */
  readonly onWindow?: (first: number, last: number) => void;
  /** What can be done with a row: its menu, for the secondary button, Shift+F10 and the menu key. */
  readonly actionsFor?: (row: Row) => readonly ContextMenuItem[];
  /** Shown instead of rows where there are none. */
  readonly empty?: ReactNode;
}

/**
 * A dense table of which only the rows in sight are rendered; see README.md beside it. The button in a row's first cell
 * is stretched over the row, so that a click anywhere in the row selects it.
 */
export function WindowTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  selected,
  onSelect,
  onOpen,
  sort = null,
  onSort,
  reveal,
  onWindow,
  actionsFor,
  empty,
}: WindowTableProps<Row>) {
  const menu = useMenuAt<Row>();
  const openMenu = (row: Row, at: Point) => {
    onSelect(row);
    menu.show(at, row);
  };
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const focusKey = useRef<number | null>(null);
  const [view, setView] = useState({ top: 0, height: 0 });
  const height = rowHeight();
  const position = useMemo(
    () => (selected === null ? -1 : rows.findIndex((row) => keyOf(row) === selected)),
    [rows, keyOf, selected],
  );

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setView({ top: element.scrollTop, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const show = (row: number) => {
    const element = scroller.current;
    if (element === null || row < 0) return;
    const top = topToShow(
      row,
      height,
      element.scrollTop,
      element.clientHeight,
      head.current?.offsetHeight ?? 0,
    );
    element.scrollTop = top;
    setView({ top: element.scrollTop, height: element.clientHeight });
  };

  useLayoutEffect(() => {
    show(position);
    // A row that the user selects in here is in sight already: only `reveal` and a new order of rows scroll.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [reveal, rows]);

  useLayoutEffect(() => {
    if (focusKey.current === null) return;
    const button = scroller.current?.querySelector<HTMLElement>(`[data-key="${focusKey.current}"]`);
    focusKey.current = null;
    button?.focus({ preventScroll: true });
  });

  const { first, last } = rowWindow(rows.length, height, view.top, view.height);
  useEffect(() => onWindow?.(first, last), [onWindow, first, last]);
  /** One row is in the tab order: the selected one, or the first in sight. */
  const tabRow = position >= first && position < last ? position : Math.ceil(view.top / height);

  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>, index: number) => {
    const current = rows[index];
    if (actionsFor !== undefined && current !== undefined && asksForMenu(event)) {
      event.preventDefault();
      openMenu(current, pointBelow(event.currentTarget));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(view.height / height) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: index - 1,
      ArrowDown: index + 1,
      PageUp: index - page,
      PageDown: index + page,
      Home: 0,
      End: rows.length - 1,
    };
    const move = moves[event.key];
    const to = Math.min(Math.max(0, move ?? index), rows.length - 1);
    const row = rows[to];
    if (row === undefined) return;
    if (event.key === "Enter" && onOpen !== undefined) {
      event.preventDefault();
      onOpen(row);
    } else if (move !== undefined) {
      event.preventDefault();
      focusKey.current = keyOf(row);
      show(to);
      onSelect(row);
    }
  };

  const template = { gridTemplateColumns: columns.map((column) => column.width).join(" ") };
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      onScroll={(event) =>
        setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })
      }
    >
      <div
        role="table"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        className={styles.table}
      >
        <div role="rowgroup" className={styles.head} ref={head}>
          <div role="row" aria-rowindex={1} className={styles.row} style={template}>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: rows.length * height }}>
          {rows.slice(first, last).map((row, at) => {
            const index = first + at;
            const key = keyOf(row);
            return (
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                aria-current={key === selected ? "true" : undefined}
                className={cx(styles.row, styles.dataRow, key === selected && styles.selected)}
                style={{ ...template, transform: `translateY(${index * height}px)` }}
                onContextMenu={
                  actionsFor === undefined
                    ? undefined
                    : (event) => {
                        event.preventDefault();
                        openMenu(row, { x: event.clientX, y: event.clientY });
                      }
                }
              >
                {columns.map((column, place) => (
                  <div
                    key={column.id}
                    role={place === 0 ? "rowheader" : "cell"}
                    className={cx(
                      styles.cell,
                      column.align === "end" && styles.end,
                      column.mono === true && styles.mono,
                    )}
                  >
                    {place === 0 ? (
                      <button
                        type="button"
                        className={styles.name}
                        data-key={key}
                        tabIndex={index === tabRow ? 0 : -1}
                        onClick={() => onSelect(row)}
                        onDoubleClick={() => onOpen?.(row)}
                        onKeyDown={(event) => onKeyDown(event, index)}
                      >
                        {column.render(row)}
                      </button>
                    ) : (
                      column.render(row)
                    )}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {actionsFor !== undefined && (
        <ContextMenu
          label={label}
          at={menu.at}
          items={menu.of === null ? [] : actionsFor(menu.of)}
          onClose={menu.close}
        />
      )}
      {rows.length === 0 && empty !== undefined && <div className={styles.empty}>{empty}</div>}
    </div>
  );
}

function HeadCell<Row>({
  column,
  sort,
  onSort,
}: {
  column: TableColumn<Row>;
  sort: TableSort | null;
  onSort: ((column: string) => void) | undefined;
}) {
  const sorted = sort?.column === column.id ? (sort.descending ? "descending" : "ascending") : undefined;
  const Arrow = sorted === "descending" ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-sort={column.sortable === true ? (sorted ?? "none") : undefined}
      className={cx(styles.cell, styles.headCell, column.align === "end" && styles.end)}
    >
      {column.sortable === true && onSort !== undefined ? (
        <button type="button" className={styles.sort} onClick={() => onSort(column.id)}>
          {column.title}
          {sorted !== undefined && <Arrow aria-hidden="true" className={styles.arrow} />}
        </button>
      ) : (
        column.title
      )}
    </div>
  );
}
