import { memo } from "react";
import styles from "./HexView.module.css";
import { WORDS } from "./words.ts";

export interface HexHeadProps {
  readonly columns: number;
  /** Whether the text stands beside the bytes. */
  readonly text: boolean;
  /** Offset of the first row: column names are the last digits of the offsets below them. */
  readonly start: number;
  /** Column of the cursor, -1 where it is out of sight. */
  readonly cursor: number;
}

/** The row above the bytes that names the columns. */
export const HexHead = memo(function HexHead({ columns, text, start, cursor }: HexHeadProps) {
  const shift = ((start % columns) + columns) % columns;
  return (
    <div role="row" aria-rowindex={1} className={styles.head}>
      <span role="columnheader" className={styles.offset}>
        {WORDS.offsetColumn}
      </span>
      <span className={styles.bytes}>
        {Array.from({ length: columns }, (_, column) => (
          <span
            key={column}
            role="columnheader"
            className={styles.byte}
            data-gap={(column % 8 === 0 && column > 0) || undefined}
            data-gap-next={(column % 8 === 7 && column < columns - 1) || undefined}
            data-current={column === cursor || undefined}
          >
            {((column + shift) % columns).toString(16).padStart(2, "0")}
          </span>
        ))}
      </span>
      {text && (
        <span role="columnheader" className={styles.ascii}>
          {WORDS.textColumn}
        </span>
      )}
    </div>
  );
});
