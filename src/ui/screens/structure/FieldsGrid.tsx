import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import type { Field, NodeId } from "../../../../workers/api/index.ts";
import { fieldColour } from "../../views/hex/field-colour.ts";
import type { FieldEdit } from "./use-field-edit.ts";
import { FieldRow } from "./FieldRow.tsx";
import styles from "./FieldsGrid.module.css";
import { WORDS } from "./words.ts";

export interface FieldsGridProps {
  readonly fields: readonly Field[];
  /** Name of the selected field. */
  readonly selected: string | null;
  readonly reveal: number;
  readonly onSelect: (field: Field) => void;
  /** Follows a value that points at a structure. */
  readonly onFollow: (target: NodeId) => void;
  readonly edit: FieldEdit;
  /** Id of the element that says more about the selected field. */
  readonly details: string;
}

/** The fields of a structure, one line each: name, value; what is wrong, what the replay changed. */
export function FieldsGrid(props: FieldsGridProps) {
  const { fields, selected, reveal, onSelect, onFollow, edit, details } = props;
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const at = fields.findIndex((field) => field.name === selected);

  useEffect(() => {
    if (at >= 0) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at, reveal]);

  const { editing } = edit;
  useEffect(() => {
    const element = grid.current;
    if (editing === null) return;
    // The editor takes the focus with it when it goes, unless the user has moved it.
    return () => {
      if (document.activeElement === document.body) element?.focus({ preventScroll: true });
    };
  }, [editing]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.target !== grid.current) return;
    const chosen = fields[at];
    if (event.key === "Enter" && chosen !== undefined) {
      event.preventDefault();
      if (!event.ctrlKey && !event.metaKey) edit.begin(chosen);
      else if (chosen.target !== null) onFollow(chosen.target);
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const to = (
      {
        ArrowDown: at + 1,
        ArrowUp: Math.max(0, at - 1),
        Home: 0,
        End: fields.length - 1,
      } as Readonly<Record<string, number>>
    )[event.key];
    const field = fields[Math.min(to ?? at, fields.length - 1)];
    if (to !== undefined && field !== undefined) {
      event.preventDefault();
      onSelect(field);
    }
  };

  return (
    <div
      ref={grid}
      role="grid"
      aria-label={WORDS.fields.name}
      aria-rowcount={fields.length + 1}
      aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
      tabIndex={0}
      className={styles.grid}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={styles.head}>
        <span role="columnheader" className={styles.name}>
          {WORDS.fields.field}
        </span>
        <span role="columnheader" className={styles.value}>
          {WORDS.fields.value}
        </span>
      </div>
      {fields.map((field, index) => (
        <FieldRow
          key={field.name}
          id={`${id}-${index}`}
          rowIndex={index + 2}
          field={field}
          colour={fieldColour(index)}
          selected={index === at}
          details={index === at ? details : undefined}
          onSelect={() => {
            grid.current?.focus({ preventScroll: true });
            onSelect(field);
          }}
          onFollow={onFollow}
          onEdit={edit.canEdit(field) ? () => edit.begin(field) : null}
        />
      ))}
    </div>
  );
}
