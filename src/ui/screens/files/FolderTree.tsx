import { ChevronRight, Folder, HardDrive } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useState } from "react";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { cx } from "../../parts/cx.ts";
import { pressRow } from "../../views/scroll/press-row.ts";
import shape from "../../views/scroll/rows.module.css";
import { Scrollbar } from "../../views/scroll/Scrollbar.tsx";
import { useScroller } from "../../views/scroll/use-scroller.ts";
import styles from "./FolderTree.module.css";
import type { TreeLine } from "./tree-rows.ts";
import { WORDS } from "./words.ts";

export interface FolderTreeProps {
  readonly lines: readonly TreeLine[];
  /** Key of the line that is shown beside the tree; null: none. */
  readonly selected: string | null;
  /** @param jump whether the user pointed at the line or pressed Enter, rather than stepping by keys */
  readonly onSelect: (line: TreeLine) => void;
  readonly onToggle: (line: TreeLine, open: boolean) => void;
}

const onTwisty = (target: EventTarget): boolean =>
  target instanceof Element && target.closest("[data-twisty]") !== null;

const isOpen = (line: TreeLine | undefined): boolean =>
  line !== undefined && line.kind !== "more" && line.expanded === true;

/** Volumes, and the folders of the one that is shown. Folders are read when they are opened. */
export function FolderTree({ lines, selected, onSelect, onToggle }: FolderTreeProps) {
  const id = useId();
  const scroller = useScroller(lines.length);
  const { first, last, position, viewport, yOf } = scroller;
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const at = (key: string | null) => lines.findIndex((line) => line.key === key);
  const focused = Math.max(0, focusedKey === null ? at(selected) : at(focusedKey));
  const selectedAt = at(selected);

  // Who goes elsewhere finds the folder in the tree.
  useEffect(() => setFocusedKey(selected), [selected]);
  const ready = scroller.extent.page > 1;
  useEffect(() => {
    if (!ready || selectedAt < 0) return;
    // The scroller knows rows that have just been opened only at the next frame.
    const frame = requestAnimationFrame(() => position.reveal(selectedAt, "context"));
    return () => cancelAnimationFrame(frame);
  }, [ready, selected, selectedAt, position]);

  const focus = (to: number) => {
    const row = Math.min(Math.max(0, to), lines.length - 1);
    setFocusedKey(lines[row]?.key ?? null);
    position.reveal(row, "nearest");
  };
  const rowAt = (y: number) =>
    Math.floor(
      position.top + (y - (scroller.element?.getBoundingClientRect().top ?? 0)) / scroller.rowHeight,
    );
  const press = (event: MouseEvent) => {
    const line = lines[rowAt(event.clientY)];
    if (line === undefined) return;
    setFocusedKey(line.key);
    if (onTwisty(event.target)) onToggle(line, !isOpen(line));
    else onSelect(line);
  };
  const parentOf = (row: number) => {
    const level = lines[row]?.level ?? 1;
    return lines.findLastIndex((line, index) => index < row && line.level < level);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const line = lines[focused];
    if (line === undefined) return;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(focused + 1),
      ArrowUp: () => focus(focused - 1),
      PageDown: () => focus(focused + scroller.pageRows),
      PageUp: () => focus(focused - scroller.pageRows),
      Home: () => focus(0),
      End: () => focus(lines.length - 1),
      ArrowRight: () => (isOpen(line) ? focus(focused + 1) : onToggle(line, true)),
      ArrowLeft: () => (isOpen(line) ? onToggle(line, false) : focus(parentOf(focused))),
      Enter: () => onSelect(line),
      " ": () => onSelect(line),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div className={cx(shape.frame, styles.frame)}>
      <div
        role="tree"
        aria-label={WORDS.tree.name}
        aria-activedescendant={focused >= first && focused < last ? `${id}-${focused}` : undefined}
        tabIndex={0}
        className={shape.list}
        onKeyDown={onKeyDown}
      >
        <div
          role="presentation"
          ref={viewport}
          className={shape.viewport}
          {...pressRow(press)}
          onDoubleClick={(event) => {
            const line = lines[rowAt(event.clientY)];
            if (line !== undefined && !onTwisty(event.target)) onToggle(line, !isOpen(line));
          }}
        >
          <div role="presentation" style={{ transform: `translateY(${yOf(first)}px)` }}>
            {lines.slice(first, last).map((line, index) => (
              <Line
                key={first + index}
                id={`${id}-${first + index}`}
                line={line}
                selected={line.key === selected}
                focused={first + index === focused}
              />
            ))}
          </div>
        </div>
      </div>
      <Scrollbar scroller={scroller} />
    </div>
  );
}

function Line({
  id,
  line,
  selected,
  focused,
}: {
  readonly id: string;
  readonly line: TreeLine;
  readonly selected: boolean;
  readonly focused: boolean;
}) {
  const expanded = line.kind === "more" ? null : line.expanded;
  const Icon = line.kind === "volume" ? HardDrive : Folder;
  const name =
    line.kind === "volume"
      ? (line.volume.label ?? line.volume.title)
      : line.kind === "folder"
        ? visibleText(line.name)
        : WORDS.tree.more(line.count);
  const detail =
    line.kind !== "volume"
      ? null
      : [
          ...(line.volume.label === null ? [] : [line.volume.title]),
          WORDS.volume.size(line.volume.length),
          line.volume.words,
        ].join(", ");
  return (
    <div
      role="treeitem"
      id={id}
      aria-level={line.level}
      aria-posinset={line.at}
      aria-setsize={line.of}
      aria-expanded={expanded ?? undefined}
      aria-selected={selected}
      className={cx(shape.row, styles.row)}
      data-focused={focused || undefined}
      data-more={line.kind === "more" || undefined}
    >
      <span
        className={shape.name}
        style={{ paddingLeft: `calc(${line.level - 1} * var(--indent))` }}
        title={detail === null ? name : `${name} – ${visibleText(detail)}`}
      >
        <span
          aria-hidden="true"
          className={shape.twisty}
          data-twisty={expanded !== null || undefined}
          data-open={expanded || undefined}
        >
          {expanded !== null && <ChevronRight />}
        </span>
        {line.kind !== "more" && <Icon aria-hidden="true" className={styles.icon} />}
        <span className={shape.label}>{visibleText(name)}</span>
        {detail !== null && <span className={shape.detail}>{visibleText(detail)}</span>}
      </span>
    </div>
  );
}
