import { useId } from "react";
import type {
  Field,
  FieldList,
  ImageSummary,
  LayerRef,
  NodeId,
  NodePath,
} from "../../../../workers/api/index.ts";
import { EmptyState } from "../../parts/EmptyState.tsx";
import { formatBytesExactly, formatOffset } from "../../parts/format.ts";
import { FieldDetails } from "./FieldDetails.tsx";
import { FieldEditor } from "./FieldEditor.tsx";
import { FieldsGrid } from "./FieldsGrid.tsx";
import styles from "./FieldsPane.module.css";
import { useFieldEdit } from "./use-field-edit.ts";
import { WORDS } from "./words.ts";

export interface FieldsPaneProps {
  readonly summary: ImageSummary;
  readonly layer: LayerRef;
  readonly path: NodePath | null;
  readonly fields: FieldList | null;
  /** Name of the selected field. */
  readonly selected: string | null;
  readonly reveal: number;
  readonly onSelect: (field: Field) => void;
  readonly onFollow: (target: NodeId) => void;
}

/** The selected structure: what it is, where it lies, its fields, and all about the chosen one. */
export function FieldsPane(props: FieldsPaneProps) {
  const { summary, layer, path, fields, selected, reveal, onSelect, onFollow } = props;
  const node = path?.node ?? null;
  const edit = useFieldEdit(summary, layer, fields?.node ?? null);
  const changed = fields?.fields.find((field) => field.name === edit.editing) ?? null;
  const chosen = changed ?? fields?.fields.find((field) => field.name === selected) ?? null;
  const details = useId();
  if (node === null) {
    return (
      <div className={styles.pane}>
        <EmptyState title={WORDS.fields.nothing}>{WORDS.fields.chooseOne}</EmptyState>
      </div>
    );
  }
  return (
    <section aria-label={fields?.title ?? node.label} className={styles.pane}>
      <header className={styles.head}>
        <h2 className={styles.title}>{fields?.title ?? node.label}</h2>
        {fields?.spec != null && fields.spec !== "" && (
          <span className={styles.spec}>{WORDS.fields.section(fields.spec)}</span>
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
          edit={edit}
          details={details}
        />
        {fields !== null && fields.fields.length === 0 && (
          <p className={styles.none}>{node.childCount > 0 ? WORDS.fields.noneOfItsOwn : WORDS.fields.none}</p>
        )}
      </div>
      {fields !== null && chosen !== null && (
        <div className={styles.details}>
          <FieldDetails
            id={details}
            field={chosen}
            onFollow={onFollow}
            onEdit={edit.canEdit(chosen) ? () => edit.begin(chosen) : null}
            editor={
              changed === null ? null : (
                <FieldEditor
                  key={changed.name}
                  image={summary.id}
                  layer={layer}
                  node={fields.node}
                  field={changed}
                  updateChecksum={edit.updateChecksum}
                  onUpdateChecksum={edit.setUpdateChecksum}
                  onClose={edit.end}
                />
              )
            }
          />
        </div>
      )}
    </section>
  );
}
