import { memo } from "react";
import {
  asciiOf,
  hexOf,
  highlightOf,
  isLoading,
  isLoadingCell,
  markOf,
  OUTSIDE,
  SELECTED_BIT,
  valueOf,
} from "./row.ts";
import styles from "./HexView.module.css";

/** Id of a byte's cell, for `aria-activedescendant`. */
export function cellId(view: string, offset: number): string {
  return `${view}-${offset}`;
}

/** What a byte is shown as in both columns. */
function textOf(cell: number): { hex: string; ascii: string } {
  if (cell === OUTSIDE) return { hex: "  ", ascii: " " };
  if (isLoadingCell(cell)) return { hex: "··", ascii: " " };
  const mark = markOf(cell);
  if (mark === "unreadable") return { hex: "××", ascii: "×" };
  if (mark === "parent") return { hex: "↑↑", ascii: "↑" };
  return { hex: hexOf(valueOf(cell)), ascii: asciiOf(valueOf(cell)) };
}

/** The attributes that the style sheet colours a byte by. */
function lookAttributes(cell: number) {
  if (cell === OUTSIDE) return {};
  return {
    "data-mark": markOf(cell),
    "data-highlight": highlightOf(cell),
    "data-selected": (cell & SELECTED_BIT) !== 0 || undefined,
    "data-dim": isLoadingCell(cell) || valueOf(cell) === 0 || undefined,
  };
}

/** Neighbours in the text column that look the same, as one element. */
function textRuns(look: string): { start: number; text: string; cell: number }[] {
  const runs: { start: number; text: string; cell: number }[] = [];
  for (let column = 0; column < look.length; column += 1) {
    const cell = look.charCodeAt(column);
    const key = cell === OUTSIDE ? OUTSIDE : (cell & 0xff00) | (asciiOf(valueOf(cell)) === "·" ? 0 : 1);
    const last = runs.at(-1);
    const { ascii } = textOf(cell);
    if (last !== undefined && last.cell === key) last.text += ascii;
    else runs.push({ start: column, text: ascii, cell: key });
  }
  return runs;
}

export interface HexRowProps {
  /** Id of the view. */
  readonly view: string;
  /** Offset of the first byte; negative before the source's start. */
  readonly offset: number;
  readonly offsetText: string;
  /** `lookOf`. */
  readonly look: string;
  /** Whether the text stands beside the bytes. */
  readonly text: boolean;
  /** Whether bytes of the selected structure are in it: a bar at its start says so. */
  readonly inNode: boolean;
  /** Column of the cursor, -1 where it is in another row. */
  readonly cursor: number;
  /** Where a typed character would go; null where nothing is typed. */
  readonly caret: "high" | "low" | "text" | null;
  /** Column that it would go to, -1 where that is in another row. */
  readonly caretColumn: number;
  /** What a screen reader says at the cursor; empty where it is in another row. */
  readonly cursorLabel: string;
  /** 1-based row number among all; undefined where the source has too many rows to number. */
  readonly rowIndex: number | undefined;
}

type CellsProps = Pick<
  HexRowProps,
  "view" | "offset" | "look" | "text" | "cursor" | "caret" | "caretColumn" | "cursorLabel"
> & {
  /** Whether the row hides them while its bytes are on their way. */
  readonly hidden: boolean;
};

/** Hidden cells may keep what the row showed before. */
function looksTheSame(before: CellsProps, after: CellsProps): boolean {
  if (after.hidden) return true;
  return (
    before.look === after.look &&
    before.text === after.text &&
    before.cursor === after.cursor &&
    before.caret === after.caret &&
    before.caretColumn === after.caretColumn &&
    before.cursorLabel === after.cursorLabel &&
    // The offset is only used in the id of the cursor's cell.
    (after.cursor < 0 || before.offset === after.offset)
  );
}

/** The bytes of a row in both columns. */
const Cells = memo(function Cells(props: CellsProps) {
  const { view, offset, look, text, cursor, caret, caretColumn, cursorLabel } = props;
  return (
    <>
      <span className={styles.bytes}>
        {/* By code units: two of them may look like one character. */}
        {Array.from({ length: look.length }, (_, column) => {
          const cell = look.charCodeAt(column);
          const outside = cell === OUTSIDE;
          return (
            <span
              key={column}
              role="gridcell"
              // Only the cursor's cell is looked up by id; ids on all cells would have to be written again with every row
              // scrolled.
              id={column === cursor ? cellId(view, offset + column) : undefined}
              aria-label={column === cursor ? cursorLabel : undefined}
              aria-selected={outside ? undefined : column === cursor || (cell & SELECTED_BIT) !== 0}
              className={styles.byte}
              data-cursor={column === cursor || undefined}
              data-caret={column === caretColumn ? (caret ?? undefined) : undefined}
              data-gap={(column % 8 === 0 && column > 0) || undefined}
              data-gap-next={(column % 8 === 7 && column < look.length - 1) || undefined}
              {...lookAttributes(cell)}
            >
              {textOf(cell).hex}
            </span>
          );
        })}
      </span>
      {text && (
        <span role="gridcell" className={styles.ascii}>
          {textRuns(look).map((run) => (
            <span
              key={run.start}
              {...lookAttributes(run.cell === OUTSIDE ? OUTSIDE : (run.cell & 0xff00) | 1)}
              data-dim={(run.cell & 1) === 0 || undefined}
            >
              {run.text}
            </span>
          ))}
          {cursor >= 0 && <span className={styles.asciiCursor} style={{ left: `${cursor}ch` }} />}
          {caret === "text" && caretColumn >= 0 && (
            <span className={styles.asciiCursor} data-caret="text" style={{ left: `${caretColumn}ch` }} />
          )}
        </span>
      )}
    </>
  );
}, looksTheSame);

/**
 * One row: offset, bytes, text. It is rendered again only when it looks different. While its bytes are loading, its cells are
 * hidden and keep their content: rendering dots and then bytes made fast scrolling slow.
 */
export const HexRow = memo(function HexRow({ offsetText, inNode, rowIndex, ...cells }: HexRowProps) {
  const { look, cursor, caretColumn } = cells;
  const significant = offsetText.search(/[^0]/);
  const dimmed = significant === -1 ? offsetText.length - 1 : significant;
  const hidden = cursor < 0 && caretColumn < 0 && isLoading(look);
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      aria-busy={hidden || undefined}
      className={styles.row}
      data-node={inNode || undefined}
    >
      <span role="rowheader" className={styles.offset}>
        <span className={styles.leading}>{offsetText.slice(0, dimmed)}</span>
        {offsetText.slice(dimmed)}
      </span>
      <Cells {...cells} hidden={hidden} />
    </div>
  );
});
