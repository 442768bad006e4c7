import type { ReactNode } from "react";
import { formatBytes, formatCount } from "../parts/format.ts";
import { type CellCounts, type ColorBy, STATES } from "./cell.ts";
import { CHANGED_GLYPH, PROBLEM_GLYPH, STATE_GLYPHS } from "./glyphs.ts";
import styles from "./Map.module.css";

export interface DiskLegendProps {
  /** Null until the whole table is counted. */
  readonly totals: CellCounts | null;
  readonly totalBlocks: number;
  readonly blockSize: number;
  readonly colorBy: ColorBy;
  /** The whole disk in a sentence. */
  readonly summary: string;
}

/** What the cells' colours and signs mean, and how many blocks they stand for. */
export function DiskLegend({ totals, totalBlocks, blockSize, colorBy, summary }: DiskLegendProps) {
  const stateRows =
    totals === null ? STATES.filter(({ state }) => state === 0 || state === 6) : occurring(totals);
  return (
    <aside className={styles.legend} aria-label="Legend of the disk map">
      <p className="visually-hidden">{summary}</p>
      <table aria-label="Blocks by state" className={styles.legendTable}>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Blocks</th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          {stateRows.map(({ state, name, meaning }) => (
            <LegendRow
              key={state}
              name={name}
              meaning={meaning}
              count={totals?.states[state] ?? null}
              blockSize={blockSize}
              swatch={
                colorBy === "state" ? (
                  <Swatch state={state} />
                ) : (
                  <Swatch stored={state === 6 || state === 7} />
                )
              }
            />
          ))}
          <LegendRow
            name="Changed by replay"
            meaning="the log's entries change these BAT entries"
            count={totals?.changed ?? null}
            blockSize={blockSize}
            swatch={<Swatch mark="replay" whole={colorBy === "replay"} />}
          />
          <LegendRow
            name="With a problem"
            meaning="a finding speaks of these BAT entries"
            count={totals?.problems ?? null}
            blockSize={blockSize}
            swatch={<Swatch mark="problem" whole={colorBy === "problem"} />}
          />
        </tbody>
      </table>
      {totals !== null && totals.blocks < totalBlocks && (
        <p className={styles.hint}>
          {formatCount(totals.blocks)} of {formatCount(totalBlocks)} blocks are counted so far. The others
          follow once the block allocation table is read.
        </p>
      )}
      <p className={styles.hint}>
        Ctrl + wheel, <kbd>+</kbd> and <kbd>-</kbd> zoom. Arrows move, <kbd>Enter</kbd> or a double click
        shows the block in Structure.
      </p>
    </aside>
  );
}

function occurring(totals: CellCounts): readonly (typeof STATES)[number][] {
  return STATES.filter(({ state }) => state === 0 || state === 6 || (totals.states[state] ?? 0) > 0);
}

interface LegendRowProps {
  readonly name: string;
  readonly meaning: string;
  readonly count: number | null;
  readonly blockSize: number;
  readonly swatch: ReactNode;
}

function LegendRow({ name, meaning, count, blockSize, swatch }: LegendRowProps) {
  return (
    <tr>
      <th scope="row" title={meaning}>
        {swatch}
        {name}
      </th>
      <td>{count === null ? "…" : formatCount(count)}</td>
      <td>{count === null ? "" : formatBytes(count * blockSize)}</td>
    </tr>
  );
}

interface SwatchProps {
  readonly state?: number;
  readonly stored?: boolean;
  readonly mark?: "replay" | "problem";
  /** The mark fills the cell, as it does when it is coloured by. */
  readonly whole?: boolean;
}

/** A cell in small. */
function Swatch({ state, stored, mark, whole = false }: SwatchProps) {
  const glyph = state === undefined ? undefined : STATE_GLYPHS[state];
  return (
    <svg
      className={styles.cellSwatch}
      viewBox="0 0 10 10"
      aria-hidden="true"
      data-state={state}
      data-stored={stored}
      data-mark={whole ? mark : undefined}
    >
      <rect width="10" height="10" />
      {glyph !== undefined && <path d={glyph} className={styles.stroke} />}
      {mark !== undefined && !whole && (
        <path
          d={mark === "replay" ? CHANGED_GLYPH : PROBLEM_GLYPH}
          data-mark={mark}
          className={styles.corner}
        />
      )}
      {whole && <path d="M3 7 L7 3" className={styles.onMark} />}
    </svg>
  );
}
