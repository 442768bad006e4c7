import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import type { Field, ImageId, LayerRef, NodeId } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { useEdit } from "../../views/edit/use-edit.ts";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { TextInput } from "../../parts/Input.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./FieldEditor.module.css";
import { hasChecksum } from "./mend.ts";

export interface FieldEditorProps {
  readonly image: ImageId;
  readonly layer: LayerRef;
  readonly node: NodeId;
  readonly field: Field;
  /** Whether the checksum is computed anew; stays as it was left for the next field. */
  readonly mend: boolean;
  readonly onMend: (mend: boolean) => void;
  readonly onClose: () => void;
}

/** A field's new value, checked by its table while it is typed. */
export function FieldEditor({ image, layer, node, field, mend, onMend, onClose }: FieldEditorProps) {
  const [text, setText] = useState(field.input ?? "");
  const input = useRef<HTMLInputElement>(null);
  const editor = useRef<HTMLDivElement>(null);
  const said = useId();
  /** What Enter was pressed on before its check had come. */
  const [submitted, setSubmitted] = useState<string | null>(null);
  const { make, busy, refused, clear } = useEdit("file");
  const { name, upTo } = layer;
  const { data, error } = useQuery(
    async () => ({
      text,
      check: await connect().edits.checkField(image, { name, upTo }, node, field.name, text),
    }),
    [image, name, upTo, node, field.name, text],
  );
  // The answer to a text that has been typed over says nothing about this one.
  const check = data?.text === text ? data.check : null;
  const problem = refused ?? error?.message ?? check?.refused ?? null;
  const ready = check !== null && check.refused === null && error === null;
  const covered = hasChecksum(node);

  useEffect(() => {
    input.current?.focus();
    input.current?.select();
    editor.current?.scrollIntoView({ block: "nearest" });
  }, []);

  const apply = async () => {
    if (!ready || busy) return;
    setSubmitted(null);
    const mending = covered && mend;
    if (await make({ kind: "set-field", node, field: field.name, value: text, mend: mending })) onClose();
  };

  const applySubmitted = useEffectEvent(() => void apply());
  useEffect(() => {
    if (ready && submitted === text) applySubmitted();
  }, [ready, submitted, text]);

  return (
    <div
      ref={editor}
      role="group"
      aria-label={`New value of ${field.label}`}
      aria-describedby={said}
      className={styles.editor}
    >
      <TextInput
        label={field.label}
        value={text}
        mono
        inputRef={input}
        problem={problem}
        onChange={(next) => {
          setText(next);
          setSubmitted(null);
          clear();
        }}
        onSubmit={() => setSubmitted(text)}
        onCancel={onClose}
      />
      <p id={said} role="status" className={styles.said} data-warning={check?.problem != null || undefined}>
        {problem === null && check !== null && (
          <>
            {check.problem === null
              ? check.shown
              : `Breaks the format's rule: ${check.problem}. It can be set all the same.`}
          </>
        )}
      </p>
      <div className={styles.row}>
        {covered && <Checkbox label="Mend checksum" checked={mend} onChange={onMend} />}
        <span className={styles.grow} />
        <Button size="s" onPress={onClose}>
          Cancel
        </Button>
        <Button size="s" variant="primary" isDisabled={!ready} onPress={() => void apply()}>
          Apply
        </Button>
      </div>
    </div>
  );
}
