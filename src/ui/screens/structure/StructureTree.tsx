import {
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useState,
} from "react";
import type { ImageId, LayerRef, NodeId, NodePath, TreeNode } from "../../../../workers/api/index.ts";
import { ContextMenu, type ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { asksForMenu, type Point, pointBelow, useMenuAt } from "../../parts/use-menu-at.ts";
import { cx } from "../../parts/cx.ts";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { pressRow } from "../../views/scroll/press-row.ts";
import shape from "../../views/scroll/rows.module.css";
import { Scrollbar } from "../../views/scroll/Scrollbar.tsx";
import { useScroller } from "../../views/scroll/use-scroller.ts";
import { StructureRow } from "./StructureRow.tsx";
import styles from "./StructureTree.module.css";
import { useTree } from "./use-tree.ts";
import { WORDS } from "./words.ts";

export interface StructureTreeProps {
  readonly image: ImageId;
  readonly layer: LayerRef;
  readonly revision: number;
  /** The selected node. */
  readonly selected: NodeId | null;
  /** The path to the selected node; null until it is known. */
  readonly path: NodePath | null;
  /** Scrolls the selected node into sight when it changes. */
  readonly reveal: number;
  /** Whether offsets may need more than eight digits. */
  readonly wide: boolean;
  /** @param jump whether the user pointed at the node, rather than stepping through the tree by keys */
  readonly onSelect: (node: NodeId, jump: boolean) => void;
  /** What can be done with a structure, for its menu. */
  readonly actionsFor: (node: TreeNode) => readonly ContextMenuItem[];
}

function onTwisty(target: EventTarget): boolean {
  return target instanceof Element && target.closest("[data-twisty]") !== null;
}

/** Every structure of the file, as a tree whose children are loaded when they come into sight. */
export function StructureTree(props: StructureTreeProps) {
  const { selected, path, reveal, onSelect } = props;
  const id = useId();
  const model = useTree(props.image, props.layer, props.revision);
  const scroller = useScroller(model.rows);
  const { first, last, position, viewport, yOf } = scroller;
  const [focusedRow, setFocused] = useState(0);
  // Rows move when something above them is opened or closed; the selected one is known by its node.
  const selectedRow = path?.node.id === selected && path !== null ? model.rowOf(path) : null;
  const focused = selectedRow ?? focusedRow;

  useEffect(() => model.want(first, last));

  const ready = scroller.extent.page > 1 && model.rows > 0;
  const showSelected = useEffectEvent(() => {
    const row = path === null ? null : model.show(path);
    if (row === null) return;
    setFocused(row);
    // The scroller knows rows that have just been opened only at the next frame.
    requestAnimationFrame(() => position.reveal(row, "context"));
  });
  const shown = path?.node.id === selected ? selected : null;
  // In the layout phase: a key pressed before a later phase would move on from the old row.
  useLayoutEffect(() => {
    if (ready && shown !== null) showSelected();
  }, [ready, shown, reveal]);

  const focus = (row: number, jump = false) => {
    if (model.rows === 0) return;
    const to = Math.min(Math.max(0, row), model.rows - 1);
    setFocused(to);
    position.reveal(to, "nearest");
    const node = model.row(to)?.node ?? null;
    if (node !== null) onSelect(node.id, jump);
  };
  const toggle = (row: number, open: boolean) => {
    const node = model.row(row)?.node ?? null;
    if (node === null) return;
    setFocused(row);
    if (open) model.expand(node);
    else model.collapse(node);
  };
  const rowAt = (y: number) =>
    Math.floor(
      position.top + (y - (scroller.element?.getBoundingClientRect().top ?? 0)) / scroller.rowHeight,
    );
  const press = (event: MouseEvent) => {
    const at = rowAt(event.clientY);
    if (onTwisty(event.target)) toggle(at, model.row(at)?.expanded !== true);
    else if (at < model.rows) focus(at, true);
  };
  const menu = useMenuAt<{ readonly node: TreeNode; readonly row: number }>();
  const openMenu = (row: number, at: Point | null) => {
    const node = model.row(row)?.node ?? null;
    if (node === null || at === null) return;
    focus(row);
    menu.show(at, { node, row });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (asksForMenu(event)) {
      event.preventDefault();
      const element = document.getElementById(`${id}-${focused}`);
      openMenu(focused, element === null ? null : pointBelow(element));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = model.row(focused);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(focused + 1),
      ArrowUp: () => focus(focused - 1),
      PageDown: () => focus(focused + scroller.pageRows),
      PageUp: () => focus(focused - scroller.pageRows),
      Home: () => focus(0),
      End: () => focus(model.rows - 1),
      ArrowRight: () => (row?.expanded === true ? focus(focused + 1) : toggle(focused, true)),
      ArrowLeft: () =>
        row?.expanded === true ? toggle(focused, false) : focus(model.parentRow(focused) ?? focused),
      Enter: () => focus(focused),
      " ": () => toggle(focused, row?.expanded !== true),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  const openOrClose = ({ node, row }: { node: TreeNode; row: number }): ContextMenuItem[] => {
    if (node.childCount === 0) return [];
    const open = model.row(row)?.expanded === true;
    return [
      {
        id: "toggle",
        label: open ? WORDS.tree.close : WORDS.tree.open,
        keys: open ? "←" : "→",
        run: () => toggle(row, !open),
      },
    ];
  };

  return (
    <div className={cx(shape.frame, styles.frame)} data-wide={props.wide || undefined}>
      <div
        role="treegrid"
        aria-label={WORDS.tree.name}
        aria-rowcount={model.rows + 1}
        aria-activedescendant={focused >= first && focused < last ? `${id}-${focused}` : undefined}
        tabIndex={0}
        className={shape.list}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={cx(shape.line, styles.line, styles.head)}>
          <span role="columnheader" className={cx(shape.name, styles.name)}>
            {WORDS.tree.structure}
          </span>
          <span role="columnheader" className={styles.offset}>
            {WORDS.tree.offset}
          </span>
          <span role="columnheader" className={styles.length}>
            {WORDS.tree.length}
          </span>
        </div>
        <div
          role="presentation"
          ref={viewport}
          className={shape.viewport}
          {...pressRow(press)}
          onContextMenu={(event) => {
            event.preventDefault();
            openMenu(rowAt(event.clientY), { x: event.clientX, y: event.clientY });
          }}
          onDoubleClick={(event) => {
            const at = rowAt(event.clientY);
            if (!onTwisty(event.target)) toggle(at, model.row(at)?.expanded !== true);
          }}
        >
          <div role="presentation" style={{ transform: `translateY(${yOf(first)}px)` }}>
            {Array.from({ length: Math.max(0, last - first) }, (_, index) => {
              const at = first + index;
              const row = model.row(at);
              if (row === null) return null;
              return (
                <StructureRow
                  key={at}
                  id={`${id}-${at}`}
                  rowIndex={at + 2}
                  row={row}
                  selected={row.node !== null && row.node.id === selected}
                  focused={at === focused}
                />
              );
            })}
          </div>
        </div>
      </div>
      <Scrollbar scroller={scroller} />
      <ContextMenu
        label={menu.of?.node.label ?? WORDS.tree.menu}
        at={menu.at}
        items={menu.of === null ? [] : [...openOrClose(menu.of), ...props.actionsFor(menu.of.node)]}
        onClose={menu.close}
      />
      {model.error !== null && (
        <div className={styles.failure}>
          <ErrorNote title={WORDS.tree.cantRead} error={model.error} />
        </div>
      )}
    </div>
  );
}
