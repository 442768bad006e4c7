import { ArrowDown, ArrowUp } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { ContextMenu, type ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { cx } from "../../parts/cx.ts";
import { asksForMenu, type Point, pointBelow, useMenuAt } from "../../parts/use-menu-at.ts";
import { pressRow } from "../../views/scroll/press-row.ts";
import shape from "../../views/scroll/rows.module.css";
import { Scrollbar } from "../../views/scroll/Scrollbar.tsx";
import { useScroller } from "../../views/scroll/use-scroller.ts";
import styles from "./FolderGrid.module.css";
import { GridLine } from "./GridLine.tsx";
import type { PickHow } from "./picked.ts";
import { type GridRow, type GridSort, type SortColumn, typedRow } from "./rows.ts";
import { WORDS } from "./words.ts";

/** Characters that come faster one after the other are one name, ms. */
const TYPING_MS = 700;

export interface FolderGridProps {
  /** In the order in which they are shown. */
  readonly rows: readonly GridRow[];
  readonly sort: GridSort;
  readonly onSort: (column: SortColumn) => void;
  /** Key of the row whose details are shown. */
  readonly focused: string | null;
  readonly picked: ReadonlySet<string>;
  readonly onPick: (row: GridRow, how: PickHow) => void;
  readonly onPickAll: () => void;
  /** Enter or double click. */
  readonly onOpen: (row: GridRow) => void;
  /** Backspace. */
  readonly onUp: () => void;
  /** Nodes that damage of the disk hit, as far as that was looked for. */
  readonly damaged: ReadonlySet<number>;
  readonly actionsFor: (row: GridRow) => readonly ContextMenuItem[];
  /** Stands where there are no rows. */
  readonly empty: ReactNode;
}

const COLUMNS: readonly { readonly id: SortColumn | "access"; readonly title: string }[] = [
  { id: "name", title: WORDS.grid.columns.name },
  { id: "size", title: WORDS.grid.columns.size },
  { id: "modified", title: WORDS.grid.columns.modified },
  { id: "access", title: WORDS.grid.columns.access },
];

/** Whether a key writes a character; names of other keys are longer. */
const isCharacter = (key: string): boolean => /^.$/u.test(key);

/** The entries of a folder. Typed characters lead to the next name that begins with them. */
export function FolderGrid(props: FolderGridProps) {
  const { rows, sort, onSort, focused, picked, onPick, onOpen, onUp, damaged, actionsFor, empty } = props;
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const scroller = useScroller(rows.length);
  const { first, last, position, viewport, yOf } = scroller;
  const at = rows.findIndex(({ key }) => key === focused);
  // A file system without modes has marks in their place.
  const marks = rows.find(({ row }) => row?.stat != null)?.row?.stat?.mode === null;
  const typed = useRef({ text: "", when: -Infinity });

  const ready = scroller.extent.page > 1;
  useEffect(() => {
    if (ready && at >= 0) position.reveal(at, "nearest");
  }, [ready, at, position]);

  const menu = useMenuAt<GridRow>();
  const go = (to: number, how: PickHow) => {
    const row = rows[Math.min(Math.max(0, to), rows.length - 1)];
    if (row === undefined) return;
    onPick(row, how);
    position.reveal(rows.indexOf(row), "nearest");
  };
  const rowAt = (y: number) =>
    Math.floor(
      position.top + (y - (scroller.element?.getBoundingClientRect().top ?? 0)) / scroller.rowHeight,
    );
  const press = (event: MouseEvent) => {
    const row = rows[rowAt(event.clientY)];
    if (row !== undefined)
      onPick(row, event.shiftKey ? "extend" : event.ctrlKey || event.metaKey ? "toggle" : "only");
  };
  const openMenu = (row: GridRow | undefined, point: Point | null) => {
    if (row === undefined || point === null) return;
    onPick(row, picked.has(row.key) ? "keep" : "only");
    menu.show(point, row);
  };
  const type = (character: string) => {
    const now = performance.now();
    const goesOn = now - typed.current.when < TYPING_MS;
    const text = goesOn ? typed.current.text + character : character;
    typed.current = { text, when: now };
    const to = typedRow(rows, text, at);
    if (to !== null) go(to, "only");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== grid.current) return;
    const row = rows[at];
    if (asksForMenu(event)) {
      event.preventDefault();
      const element = document.getElementById(`${id}-${at}`);
      openMenu(row, element === null ? null : pointBelow(element));
      return;
    }
    if (event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const how: PickHow = event.shiftKey ? "extend" : "only";
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(at + 1, how),
      ArrowUp: () => go(at - 1, how),
      PageDown: () => go(at + scroller.pageRows, how),
      PageUp: () => go(at - scroller.pageRows, how),
      Home: () => go(0, how),
      End: () => go(rows.length - 1, how),
    };
    const act =
      keys[event.key] ??
      (control
        ? { a: props.onPickAll, " ": () => row && onPick(row, "toggle") }[event.key]
        : {
            Enter: () => row && onOpen(row),
            Backspace: onUp,
            " ": () =>
              performance.now() - typed.current.when < TYPING_MS ? type(" ") : row && onPick(row, "toggle"),
          }[event.key]);
    if (act !== undefined) {
      event.preventDefault();
      act();
    } else if (!control && isCharacter(event.key)) {
      event.preventDefault();
      type(event.key);
    }
  };

  return (
    <div className={cx(shape.frame, styles.frame)}>
      <div
        ref={grid}
        role="grid"
        aria-label={WORDS.grid.name}
        aria-multiselectable="true"
        aria-rowcount={rows.length + 1}
        aria-colcount={COLUMNS.length}
        aria-activedescendant={at >= first && at < last ? `${id}-${at}` : undefined}
        tabIndex={0}
        data-typing
        className={shape.list}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={cx(shape.line, styles.line, styles.head)}>
          {COLUMNS.map((column) => (
            <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} marks={marks} />
          ))}
        </div>
        <div
          role="presentation"
          ref={viewport}
          className={shape.viewport}
          {...pressRow(press)}
          onDoubleClick={(event) => {
            const row = rows[rowAt(event.clientY)];
            if (row !== undefined) onOpen(row);
          }}
          onContextMenu={(event) => {
            event.preventDefault();
            openMenu(rows[rowAt(event.clientY)], { x: event.clientX, y: event.clientY });
          }}
        >
          <div role="presentation" style={{ transform: `translateY(${yOf(first)}px)` }}>
            {rows.slice(first, last).map((row, index) => (
              <GridLine
                key={first + index}
                id={`${id}-${first + index}`}
                rowIndex={first + index + 2}
                row={row}
                selected={picked.has(row.key)}
                focused={first + index === at}
                damaged={row.row !== null && damaged.has(row.row.node)}
              />
            ))}
          </div>
          {rows.length === 0 && <div className={styles.empty}>{empty}</div>}
        </div>
      </div>
      <Scrollbar scroller={scroller} />
      <ContextMenu
        label={menu.of?.name ?? WORDS.grid.name}
        at={menu.at}
        items={menu.of === null ? [] : actionsFor(menu.of)}
        onClose={menu.close}
      />
    </div>
  );
}

function HeadCell({
  column,
  sort,
  onSort,
  marks,
}: {
  readonly column: (typeof COLUMNS)[number];
  readonly sort: GridSort;
  readonly onSort: (column: SortColumn) => void;
  readonly marks: boolean;
}) {
  const { id, title } = column;
  if (id === "access")
    return (
      <span role="columnheader" className={styles.access}>
        {marks ? WORDS.grid.columns.marks : title}
      </span>
    );
  const sorted = sort.column === id ? (sort.descending ? "descending" : "ascending") : "none";
  const Arrow = sorted === "descending" ? ArrowDown : ArrowUp;
  return (
    <span role="columnheader" aria-sort={sorted} className={cx(id === "name" && shape.name, styles[id])}>
      <button type="button" className={styles.sort} onClick={() => onSort(id)}>
        {title}
        {sorted !== "none" && <Arrow aria-hidden="true" className={styles.arrow} />}
      </button>
    </span>
  );
}
