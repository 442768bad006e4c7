import { ArrowRight, History, Pencil } from "lucide-react";
import type { ReactNode } from "react";
import type { Field, NodeId } from "../../../../workers/api/index.ts";
import { Button } from "../../parts/Button.tsx";
import { formatBytesExactly, formatOffset } from "../../parts/format.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import styles from "./FieldDetails.module.css";
import { WORDS } from "./words.ts";

export interface FieldDetailsProps {
  /** For the chosen row, which is described by it. */
  readonly id: string;
  readonly field: Field;
  readonly onFollow: (target: NodeId) => void;
  /** Null where the value can't be changed here. */
  readonly onEdit: (() => void) | null;
  /** In place of the value while the value is being changed. */
  readonly editor: ReactNode;
}

/** Raw bytes in pairs, so that they can be found in the hex view. */
function pairs(raw: string): string {
  return raw.replaceAll(/\s/g, "").replaceAll(/(..)(?=.)/g, "$1 ");
}

/** All about the chosen field: its value in full, what it is for, what is wrong with it, its bytes. */
export function FieldDetails({ id, field, onFollow, onEdit, editor }: FieldDetailsProps) {
  const { target } = field;
  return (
    <section aria-label={WORDS.fields.chosen} className={styles.details}>
      <header className={styles.head}>
        <h3 className={styles.title}>{field.label}</h3>
        {field.spec !== null && field.spec !== "" && (
          <span className={styles.spec}>{WORDS.fields.section(field.spec)}</span>
        )}
      </header>
      {editor ?? (
        <p className={styles.value} data-problem={field.problem !== null || undefined}>
          {field.value}
        </p>
      )}
      <div id={id} className={styles.about}>
        {field.problem !== null && (
          <p className={styles.problem}>
            <SeveritySign severity="error" />
            {field.problem}
          </p>
        )}
        {field.before !== null && (
          <p className={styles.before} data-user={field.changedByUser || undefined}>
            {field.changedByUser ? <Pencil aria-hidden="true" /> : <History aria-hidden="true" />}
            {field.changedByUser ? WORDS.fields.inOriginal : WORDS.fields.beforeReplay}{" "}
            <del>{field.before}</del>
          </p>
        )}
        <p>{field.meaning}</p>
        <p className={styles.raw}>
          {formatOffset(field.offset)}, {formatBytesExactly(field.length)}: {pairs(field.raw)}
          {field.length > 16 && " …"}
        </p>
      </div>
      {editor === null && (onEdit !== null || target !== null) && (
        <div className={styles.tools}>
          {onEdit !== null && (
            <Button size="s" icon={<Pencil />} onPress={onEdit}>
              {WORDS.fields.editValue}
            </Button>
          )}
          {target !== null && (
            <Button size="s" icon={<ArrowRight />} onPress={() => onFollow(target)}>
              {WORDS.fields.goThere}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
