import { ArrowRight, History, Pencil } from "lucide-react";
import type { Field, NodeId } from "../../../../workers/api/index.ts";
import { cx } from "../../parts/cx.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import type { FieldColour } from "../../views/hex/types.ts";
import styles from "./FieldsGrid.module.css";
import { WORDS } from "./words.ts";

export interface FieldRowProps {
  readonly id: string;
  readonly rowIndex: number;
  readonly field: Field;
  /** The colour of its bytes. */
  readonly colour: FieldColour;
  readonly selected: boolean;
  /** Id of the element that says more; undefined where the field is not the chosen one. */
  readonly details: string | undefined;
  readonly onSelect: () => void;
  readonly onFollow: (target: NodeId) => void;
  /** Null where the value can't be changed here. */
  readonly onEdit: (() => void) | null;
}

/** One field in one line: the colour of its bytes, name, value, what is wrong or changed. */
export function FieldRow(props: FieldRowProps) {
  const { id, rowIndex, field, colour, selected, details, onSelect, onFollow, onEdit } = props;
  const { target } = field;
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      aria-describedby={details}
      tabIndex={-1}
      className={styles.row}
      data-problem={field.problem !== null || undefined}
      data-changed={field.before === null ? undefined : field.changedByUser ? "user" : "replay"}
      onClick={onSelect}
      onDoubleClick={onEdit ?? undefined}
      onKeyDown={(event) => {
        if (event.key === " " && event.target === event.currentTarget) onSelect();
      }}
    >
      <span role="gridcell" className={styles.name} title={field.label}>
        <span className={styles.swatch} style={{ background: `var(--field-${colour})` }} aria-hidden="true" />
        {field.label}
      </span>
      <span role="gridcell" className={styles.value}>
        {field.before !== null &&
          (field.changedByUser ? (
            <Pencil className={styles.sign} role="img" aria-label={WORDS.fields.changedByUser} />
          ) : (
            <History className={styles.sign} role="img" aria-label={WORDS.fields.changedByReplay} />
          ))}
        <span className={styles.now} title={field.value}>
          {field.value}
        </span>
        {field.problem !== null && (
          <span className={styles.problem} title={field.problem}>
            <SeveritySign severity="error" />
            {field.problem}
          </span>
        )}
        {onEdit !== null && (
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
            <span className="visually-hidden">{WORDS.fields.edit(field.label)}</span>
          </button>
        )}
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
            <span className="visually-hidden">{WORDS.fields.goTo(target)}</span>
          </button>
        )}
      </span>
    </div>
  );
}
