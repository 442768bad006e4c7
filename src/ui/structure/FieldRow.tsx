import { ArrowRight, History } from "lucide-react";
import type { Field, NodeId } from "../../../workers/api/index.ts";
import { SeveritySign } from "../parts/Severity.tsx";
import styles from "./FieldsGrid.module.css";

export interface FieldRowProps {
  readonly id: string;
  readonly rowIndex: number;
  readonly field: Field;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onFollow: (target: NodeId) => void;
}

/** Raw bytes in pairs, so that they can be found in the hex view. */
function pairs(raw: string): string {
  return raw.replaceAll(/\s/g, "").replaceAll(/(..)(?=.)/g, "$1 ");
}

/** One field. */
export function FieldRow({ id, rowIndex, field, selected, onSelect, onFollow }: FieldRowProps) {
  const { target } = field;
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      tabIndex={-1}
      className={styles.row}
      data-problem={field.problem !== null || undefined}
      data-changed={field.before !== null || undefined}
      onClick={onSelect}
      onKeyDown={(event) => {
        if (event.key === " ") onSelect();
      }}
    >
      <span role="gridcell" className={styles.name} title={field.spec ?? undefined}>
        {field.label}
      </span>
      <span role="gridcell" className={styles.value}>
        <span className={styles.now}>{field.value}</span>
        {target !== null && (
          <button
            type="button"
            tabIndex={-1}
            className={styles.follow}
            onClick={(event) => {
              event.stopPropagation();
              onFollow(target);
            }}
          >
            <ArrowRight aria-hidden="true" />
            <span className="visually-hidden">Go to {target}</span>
          </button>
        )}
        {field.before !== null && (
          <span className={styles.before}>
            <History role="img" aria-label="Changed by replay; before:" />
            <del>{field.before}</del>
          </span>
        )}
        {field.problem !== null && (
          <span className={styles.problem}>
            <SeveritySign severity="error" />
            {field.problem}
          </span>
        )}
      </span>
      <span role="gridcell" className={styles.meaning}>
        {field.meaning}
      </span>
      <span role="gridcell" className={styles.raw}>
        {pairs(field.raw)}
        {field.length > 16 && " …"}
      </span>
    </div>
  );
}
