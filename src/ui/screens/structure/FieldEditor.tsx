import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import type { Field, ImageId, LayerRef, NodeId } from "../../../../workers/api/index.ts";
import { connect } from "../../../client/engine.ts";
import { useEdit } from "../../views/edit/use-edit.ts";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { TextInput } from "../../parts/Input.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./FieldEditor.module.css";
import { hasChecksum } from "./has-checksum.ts";
import { WORDS } from "./words.ts";

export interface FieldEditorProps {
  readonly image: ImageId;
  readonly layer: LayerRef;
  readonly node: NodeId;
  readonly field: Field;
  /** Whether the structure's checksum is updated too; the choice is kept for the next field. */
  readonly updateChecksum: boolean;
  readonly onUpdateChecksum: (update: boolean) => void;
  readonly onClose: () => void;
}

/** A field's new value, checked by its table while it is typed. */
export function FieldEditor(props: FieldEditorProps) {
  const { image, layer, node, field, updateChecksum, onUpdateChecksum, onClose } = props;
  const [text, setText] = useState(field.input ?? "");
  const input = useRef<HTMLInputElement>(null);
  const editor = useRef<HTMLDivElement>(null);
  const said = useId();
  /** The text on which Enter was pressed before its check had come. */
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
  // An answer to a former text says nothing about this one.
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
    const mend = covered && updateChecksum;
    if (await make({ kind: "set-field", node, field: field.name, value: text, mend })) onClose();
  };

  const applySubmitted = useEffectEvent(() => void apply());
  useEffect(() => {
    if (ready && submitted === text) applySubmitted();
  }, [ready, submitted, text]);

  return (
    <div
      ref={editor}
      role="group"
      aria-label={WORDS.editor.name(field.label)}
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
          <>{check.problem === null ? check.shown : WORDS.editor.breaksRule(check.problem)}</>
        )}
      </p>
      <div className={styles.row}>
        {covered && (
          <Checkbox
            label={WORDS.editor.updateChecksum}
            checked={updateChecksum}
            onChange={onUpdateChecksum}
          />
        )}
        <span className={styles.grow} />
        <Button size="s" onPress={onClose}>
          {WORDS.editor.cancel}
        </Button>
        <Button size="s" variant="primary" isDisabled={!ready} onPress={() => void apply()}>
          {WORDS.editor.apply}
        </Button>
      </div>
    </div>
  );
}
