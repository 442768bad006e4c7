import { ChevronRight, History, Pencil } from "lucide-react";
import { sizeText } from "../../../../workers/shared/text.ts";
import { cx } from "../../parts/cx.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import shape from "../../views/scroll/rows.module.css";
import styles from "./StructureTree.module.css";
import type { TreeRow } from "./tree-model.ts";
import { WORDS } from "./words.ts";

export interface StructureRowProps {
  readonly id: string;
  readonly rowIndex: number;
  readonly row: TreeRow;
  readonly selected: boolean;
  /** Has the keyboard's focus within the tree. */
  readonly focused: boolean;
}

/** One structure: its name and state, what is wrong or changed in it, where it lies. */
export function StructureRow({ id, rowIndex, row, selected, focused }: StructureRowProps) {
  const { node, level, expanded } = row;
  const opens = node !== null && node.childCount > 0;
  const severity = node?.severity ?? null;
  const detail = node?.detail ?? null;
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={rowIndex}
      aria-level={level}
      aria-posinset={row.index + 1}
      aria-setsize={row.siblings}
      aria-expanded={opens ? expanded : undefined}
      aria-selected={selected}
      className={cx(shape.row, styles.line)}
      data-focused={focused || undefined}
    >
      <span
        role="gridcell"
        className={cx(shape.name, styles.name)}
        style={{ paddingLeft: `calc(${level - 1} * var(--indent))` }}
      >
        <span
          aria-hidden="true"
          className={shape.twisty}
          data-twisty={opens || undefined}
          data-open={expanded || undefined}
        >
          {opens && <ChevronRight />}
        </span>
        {severity !== null && <SeveritySign severity={severity} />}
        <span className={cx(shape.label, styles.label)} title={node?.label}>
          {node?.label ?? "…"}
        </span>
        {node?.changedByReplay === true && (
          <History className={styles.replay} role="img" aria-label={WORDS.tree.changedByReplay} />
        )}
        {node?.changedByUser === true && (
          <Pencil className={styles.user} role="img" aria-label={WORDS.tree.changedByUser} />
        )}
        {detail !== null && (
          <span className={shape.detail} title={detail}>
            {detail}
          </span>
        )}
      </span>
      <span role="gridcell" className={styles.offset}>
        {node?.offset?.toString(16)}
      </span>
      <span role="gridcell" className={styles.length}>
        {node === null || node.length === 0 ? "" : sizeText(node.length)}
      </span>
    </div>
  );
}
