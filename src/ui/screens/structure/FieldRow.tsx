import { ArrowRight, History, Pencil } from "lucide-react";
import type { ReactNode } from "react";
import type { Field, NodeId } from "../../../../workers/api/index.ts";
import { cx } from "../../parts/cx.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import styles from "./FieldsGrid.module.css";

export interface FieldRowProps {
  readonly id: string;
  readonly rowIndex: number;
  readonly field: Field;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onFollow: (target: NodeId) => void;
  /** Null where the value can't be changed here. */
  readonly onEdit: (() => void) | null;
  /** In place of the value while it is being changed. */
  readonly editor: ReactNode | null;
}

/** Raw bytes in pairs, so that they can be found in the hex view. */
function pairs(raw: string): string {
  return raw.replaceAll(/\s/g, "").replaceAll(/(..)(?=.)/g, "$1 ");
}

/** One field. */
export function FieldRow(props: FieldRowProps) {
  const { id, rowIndex, field, selected, onSelect, onFollow, onEdit, editor } = props;
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
      data-changed={field.before === null ? undefined : field.changedByUser ? "user" : "replay"}
      data-editing={editor !== null || undefined}
      onClick={editor === null ? onSelect : undefined}
      onDoubleClick={editor === null ? (onEdit ?? undefined) : undefined}
      onKeyDown={(event) => {
        if (event.key === " " && event.target === event.currentTarget) onSelect();
      }}
    >
      <span role="gridcell" className={styles.name} title={field.spec ?? undefined}>
        {field.label}
      </span>
      <span role="gridcell" className={styles.value}>
        {editor ?? <span className={styles.now}>{field.value}</span>}
        {editor === null && onEdit !== null && (
          <button
            type="button"
            tabIndex={-1}
            className={cx(styles.follow, styles.edit)}
            onClick={(event) => {
              event.stopPropagation();
              onEdit();
            }}
          >
            <Pencil aria-hidden="true" />
            <span className="visually-hidden">Edit {field.label}</span>
          </button>
        )}
        {editor === null && target !== null && (
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
            {field.changedByUser ? (
              <Pencil role="img" aria-label="Changed by you; in the original:" />
            ) : (
              <History role="img" aria-label="Changed by replay; before:" />
            )}
            <del>{field.before}</del>
          </span>
        )}
        {editor === null && field.problem !== null && (
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
