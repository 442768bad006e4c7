import type { ReactNode } from "react";
import styles from "./Map.module.css";
import { WORDS } from "./words.ts";

export interface LegendProps {
  /** The whole disk in a sentence, for screen readers. */
  readonly summary: string;
  /** What the table is called. */
  readonly name: string;
  readonly columns: readonly string[];
  /** A `LegendRow` for each colour. */
  readonly rows: ReactNode;
  /** `LegendHint`s below the table. */
  readonly children: ReactNode;
}

/** Beside the map of the disk: what its colours mean, and how much of the disk has each colour. */
export function Legend({ summary, name, columns, rows, children }: LegendProps) {
  return (
    <aside className={styles.legend} aria-label={WORDS.legend.name}>
      <p className="visually-hidden">{summary}</p>
      <table aria-label={name} className={styles.legendTable}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows}</tbody>
      </table>
      {children}
    </aside>
  );
}

export interface LegendRowProps {
  /** What it stands for, in a sentence. */
  readonly meaning: string;
  /** A small cell, as a sample. */
  readonly swatch: ReactNode;
  readonly name: ReactNode;
  readonly amounts: readonly [string, string];
}

/** A colour, its name, and how much there is of it. */
export function LegendRow({ meaning, swatch, name, amounts: [first, second] }: LegendRowProps) {
  return (
    <tr>
      <th scope="row" title={meaning}>
        {swatch}
        {name}
      </th>
      <td>{first}</td>
      <td>{second}</td>
    </tr>
  );
}

/** A sentence below the table. */
export function LegendHint({ children }: { readonly children: ReactNode }) {
  return <p className={styles.hint}>{children}</p>;
}
