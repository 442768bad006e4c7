import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import styles from "./Table.module.css";

interface Column {
  readonly name: string;
  /** `number` for right-aligned figures, `fit` for as narrow as its content. */
  readonly kind?: "text" | "number" | "fit";
}

export interface TableProps {
  /** Accessible name: "Findings". */
  readonly label: string;
  readonly columns: readonly Column[];
  /** `Row`s. */
  readonly children: ReactNode;
  /** Hides the head from sight; screen readers still read it. */
  readonly headless?: boolean;
  readonly className?: string | undefined;
}

/**
 * A dense table whose head stays in sight while its parent scrolls. A row that leads somewhere has a button in one of
 * its cells; `Row`'s `onPress` is the same for the mouse, on the whole row.
 */
export function Table({ label, columns, children, headless = false, className }: TableProps) {
  return (
    <table aria-label={label} className={cx(styles.table, className)}>
      <thead className={headless ? "visually-hidden" : undefined}>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" className={cx(styles.head, styles[column.kind ?? "text"])}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

export interface RowProps {
  readonly children: ReactNode;
  /** The row whose place is selected. */
  readonly current?: boolean;
  readonly onPress?: (() => void) | undefined;
}

/** A table row of `Cell`s. */
export function Row({ children, current = false, onPress }: RowProps) {
  return (
    <tr
      aria-current={current ? "true" : undefined}
      className={cx(styles.row, current && styles.current, onPress !== undefined && styles.pressable)}
      onClick={onPress}
    >
      {children}
    </tr>
  );
}

export interface CellProps {
  readonly children?: ReactNode;
  readonly kind?: "text" | "number" | "fit";
  readonly mono?: boolean;
  /** The cell that names its row, for screen readers. */
  readonly header?: boolean;
  /** Holds a small button: no padding, so that the row stays as low as the others. */
  readonly control?: boolean;
  /** Whether a click in the cell does not press the row. */
  readonly keepsClicks?: boolean;
}

/** A table cell. */
export function Cell({
  children,
  kind = "text",
  mono = false,
  header = false,
  control = false,
  keepsClicks = false,
}: CellProps) {
  const className = cx(styles.cell, styles[kind], mono && styles.mono, control && styles.control);
  return header ? (
    <th scope="row" className={className}>
      {children}
    </th>
  ) : (
    <td className={className} onClick={keepsClicks ? (event) => event.stopPropagation() : undefined}>
      {children}
    </td>
  );
}

export interface DetailRowProps {
  /** Columns of the table. */
  readonly columns: number;
  readonly children: ReactNode;
}

/** A row below another one, over all columns, with more about it. */
export function DetailRow({ columns, children }: DetailRowProps) {
  return (
    <tr>
      <td colSpan={columns} className={cx(styles.cell, styles.detail)}>
        {children}
      </td>
    </tr>
  );
}
