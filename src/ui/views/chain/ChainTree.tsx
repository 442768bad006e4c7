import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import type { Forest, ImageId } from "../../../../workers/api/index.ts";
import { chainRows } from "./chain-rows.ts";
import { ChainRowContent } from "./ChainRow.tsx";
import styles from "./Chain.module.css";

export interface ChainTreeProps {
  readonly label: string;
  readonly forest: Forest;
  readonly shown: ImageId | null;
  /** Changes that wait to be saved, by file. */
  readonly pending: ReadonlyMap<ImageId, number>;
  readonly onShow: (id: ImageId) => void;
}

const onButton = (target: EventTarget) => target instanceof Element && target.closest("button") !== null;

/** The open files, each child above its parent. Enter or a click shows a file. */
export function ChainTree({ label, forest, shown, pending, onShow }: ChainTreeProps) {
  const rows = chainRows(forest);
  const tree = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const isShown = (id: ImageId) => id === shown;
  const current = Math.max(
    0,
    rows.findIndex((row) =>
      focused === null ? row.kind === "file" && isShown(row.node.id) : row.key === focused,
    ),
  );
  const focus = (at: number) => {
    const row = rows[Math.min(Math.max(0, at), rows.length - 1)];
    if (row === undefined) return;
    setFocused(row.key);
    const items = tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]");
    items?.[rows.indexOf(row)]?.focus();
  };
  const choose = (at: number) => {
    const row = rows[at];
    if (row?.kind === "file") onShow(row.node.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || onButton(event.target)) return;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(current + 1),
      ArrowUp: () => focus(current - 1),
      ArrowRight: () => rows[current + 1]?.level !== 1 && focus(current + 1),
      ArrowLeft: () => rows[current]?.level !== 1 && focus(current - 1),
      Home: () => focus(0),
      End: () => focus(rows.length - 1),
      Enter: () => choose(current),
      " ": () => choose(current),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div ref={tree} role="tree" aria-label={label} className={styles.tree}>
      {rows.map((row, at) => {
        const selected = row.kind === "file" && isShown(row.node.id);
        return (
          <div
            key={row.key}
            role="treeitem"
            aria-level={row.level}
            aria-posinset={
              row.level === 1 ? forest.leaves.findIndex((id) => row.key.startsWith(`${id} `)) + 1 : 1
            }
            aria-setsize={row.level === 1 ? forest.leaves.length : 1}
            aria-selected={selected}
            tabIndex={at === current ? 0 : -1}
            className={styles.row}
            data-first={row.level === 1 || undefined}
            onKeyDown={onKeyDown}
            onFocus={() => setFocused(row.key)}
            onClick={(event: MouseEvent) => {
              if (!onButton(event.target)) choose(at);
            }}
          >
            <ChainRowContent
              row={row}
              shown={selected}
              pending={row.kind === "file" ? (pending.get(row.node.id) ?? 0) : 0}
            />
          </div>
        );
      })}
    </div>
  );
}
