import type { Field, FieldList, NodeId, NodePath } from "../../../workers/api/index.ts";
import { EmptyState } from "../parts/EmptyState.tsx";
import { formatBytesExactly, formatOffset } from "../parts/format.ts";
import { FieldsGrid } from "./FieldsGrid.tsx";
import styles from "./FieldsPane.module.css";

export interface FieldsPaneProps {
  readonly path: NodePath | null;
  readonly fields: FieldList | null;
  /** Name of the selected field. */
  readonly selected: string | null;
  readonly reveal: number;
  readonly onSelect: (field: Field) => void;
  readonly onFollow: (target: NodeId) => void;
}

/** The selected structure: what it is, where it lies, and its fields. */
export function FieldsPane({ path, fields, selected, reveal, onSelect, onFollow }: FieldsPaneProps) {
  const node = path?.node ?? null;
  if (node === null) {
    return (
      <div className={styles.pane}>
        <EmptyState title="Nothing selected">
          Choose a structure in the tree, or a byte, to see its fields.
        </EmptyState>
      </div>
    );
  }
  return (
    <section aria-label={fields?.title ?? node.label} className={styles.pane}>
      <header className={styles.head}>
        <h2 className={styles.title}>{fields?.title ?? node.label}</h2>
        {fields?.spec != null && fields.spec !== "" && (
          <span className={styles.spec}>MS-VHDX {fields.spec}</span>
        )}
        {node.offset !== null && (
          <p className={styles.where}>
            {formatOffset(node.offset)}, {formatBytesExactly(node.length)}
          </p>
        )}
      </header>
      <div className={styles.body}>
        <FieldsGrid
          key={fields?.node}
          fields={fields?.fields ?? []}
          selected={selected}
          reveal={reveal}
          onSelect={onSelect}
          onFollow={onFollow}
        />
        {fields !== null && fields.fields.length === 0 && (
          <p className={styles.none}>
            {node.childCount > 0
              ? "No fields of its own: open it in the tree."
              : "No fields: these bytes have no structure that the format knows."}
          </p>
        )}
      </div>
    </section>
  );
}
