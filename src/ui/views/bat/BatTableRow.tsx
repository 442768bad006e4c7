import { History } from "lucide-react";
import { memo } from "react";
import type { BatRow } from "../../../../workers/api/index.ts";
import { formatOffset } from "../../parts/format.ts";
import { numberText } from "../../../../workers/shared/text.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import styles from "./BatTable.module.css";
import { WORDS } from "./words.ts";

export interface BatTableRowProps {
  readonly id: string;
  readonly index: number;
  /** Null while it has not come. */
  readonly row: BatRow | null;
  readonly selected: boolean;
  readonly rowIndex: number | undefined;
}

/** One BAT entry. */
export const BatTableRow = memo(function BatTableRow({
  id,
  index,
  row,
  selected,
  rowIndex,
}: BatTableRowProps) {
  const before = row?.before ?? null;
  const problem = row?.problem ?? null;
  const stored = row !== null && row.fileOffset !== "0";
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      aria-busy={row === null || undefined}
      className={styles.row}
      data-problem={problem !== null || undefined}
      data-changed={before !== null || undefined}
      title={problem ?? undefined}
    >
      <span role="gridcell" className={styles.cell}>
        {numberText(index)}
      </span>
      <span role="gridcell" className={styles.cell}>
        {row === null ? "…" : WORDS.kinds[row.kind]}
      </span>
      <span role="gridcell" className={styles.cell}>
        {row === null || row.kind === "unused" ? "" : numberText(row.block)}
      </span>
      <span role="gridcell" className={styles.cell}>
        {row !== null && (
          <>
            <span aria-hidden="true" className={styles.swatch} data-state={row.state} />
            {problem !== null && <SeveritySign severity="error" />}
            {row.stateName}
            {problem !== null && <span className="visually-hidden">{problem}</span>}
          </>
        )}
      </span>
      <span role="gridcell" className={styles.cell} data-none={!stored || undefined}>
        {row === null ? "" : stored ? formatOffset(row.fileOffset) : "–"}
      </span>
      <span role="gridcell" className={styles.cell}>
        {row === null || row.kind === "unused" ? "" : formatOffset(row.diskOffset)}
      </span>
      <span role="gridcell" className={styles.cell} data-none={/^0+$/.test(row?.raw ?? "0") || undefined}>
        {row?.raw}
      </span>
      <span role="gridcell" className={styles.cell}>
        {before !== null && (
          <>
            <History role="img" aria-label={WORDS.changed} className={styles.sign} />
            {before}
          </>
        )}
      </span>
    </div>
  );
});
