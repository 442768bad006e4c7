import type { ReactNode } from "react";
import type { SpaceReport } from "../../../../workers/api/index.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";
import { type CellCounts, type ColorBy, type MarkedBy, STATES } from "./cell.ts";
import { CHANGED_GLYPH, PROBLEM_GLYPH, STATE_GLYPHS } from "./glyphs.ts";
import { Legend, LegendHint, LegendRow } from "./Legend.tsx";
import styles from "./Map.module.css";
import { WORDS } from "./words.ts";

/** The unused space of a disk, as far as it is known. */
interface MeasuredSpace {
  readonly report: SpaceReport | null;
  /** Whether it is measured at this moment. */
  readonly measuring: boolean;
}

export interface DiskLegendProps {
  /** Null until the whole table is counted. */
  readonly totals: CellCounts | null;
  readonly totalBlocks: number;
  readonly blockSize: number;
  readonly colorBy: ColorBy;
  /** What is unused; null where that is not asked for. */
  readonly unused: MeasuredSpace | null;
  /** The whole disk in a sentence. */
  readonly summary: string;
}

/** What the cells' colours and signs mean, and how many blocks they stand for. */
export function DiskLegend({ totals, totalBlocks, blockSize, colorBy, unused, summary }: DiskLegendProps) {
  const stateRows =
    totals === null ? STATES.filter(({ state }) => state === 0 || state === 6) : occurring(totals);
  const row = (name: string, meaning: string, count: number | null, swatch: ReactNode) => (
    <LegendRow
      key={name}
      meaning={meaning}
      swatch={swatch}
      name={name}
      amounts={[count === null ? "…" : numberText(count), count === null ? "" : sizeText(count * blockSize)]}
    />
  );
  return (
    <Legend
      summary={summary}
      name={WORDS.legend.states}
      columns={WORDS.legend.columns}
      rows={
        <>
          {stateRows.map(({ state, name, meaning }) =>
            row(
              name,
              meaning,
              totals?.states[state] ?? null,
              colorBy === "state" ? <Swatch state={state} /> : <Swatch stored={state === 6 || state === 7} />,
            ),
          )}
          {row(
            WORDS.legend.changed,
            WORDS.legend.changedMeaning,
            totals?.changed ?? null,
            <Swatch mark="replay" whole={colorBy === "replay"} />,
          )}
          {row(
            WORDS.legend.problems,
            WORDS.legend.problemsMeaning,
            totals?.problems ?? null,
            <Swatch mark="problem" whole={colorBy === "problem"} />,
          )}
          {/* Where no bitmap can be read, nothing was counted. */}
          {unused !== null &&
            unused.report?.volumes.length !== 0 &&
            row(
              WORDS.legend.unused,
              WORDS.legend.unusedMeaning,
              unused.report?.blocks ?? null,
              <Swatch mark="unused" whole />,
            )}
        </>
      }
    >
      {totals !== null && totals.blocks < totalBlocks && (
        <LegendHint>{WORDS.legend.counted(numberText(totals.blocks), numberText(totalBlocks))}</LegendHint>
      )}
      {unused !== null && <SpaceHints {...unused} />}
      <LegendHint>{WORDS.legend.keys}</LegendHint>
    </Legend>
  );
}

/** What is known of the unused space, in words. */
function SpaceHints({ report, measuring }: MeasuredSpace) {
  if (report === null)
    return <LegendHint>{measuring ? WORDS.legend.measuring : WORDS.legend.notMeasured}</LegendHint>;
  const { runs, reclaimable, words } = report;
  const shown = runs.reduce((sum, { length }) => sum + length, 0);
  return (
    <>
      <LegendHint>{WORDS.legend.space(words)}</LegendHint>
      {shown < reclaimable && <LegendHint>{WORDS.legend.someUnused(runs.length)}</LegendHint>}
    </>
  );
}

function occurring(totals: CellCounts): readonly (typeof STATES)[number][] {
  return STATES.filter(({ state }) => state === 0 || state === 6 || (totals.states[state] ?? 0) > 0);
}

interface SwatchProps {
  readonly state?: number;
  readonly stored?: boolean;
  readonly mark?: MarkedBy;
  /** Whether the mark fills the cell, as it does on a map that is coloured by it. */
  readonly whole?: boolean;
}

/** A small cell, as a sample. */
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
