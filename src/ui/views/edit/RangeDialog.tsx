import { useState } from "react";
import type { EditAction, Span } from "../../../../workers/api/index.ts";
import { AskDialog } from "../../parts/AskDialog.tsx";
import { formatBytesExactly, formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { TextInput } from "../../parts/Input.tsx";
import { RadioBar } from "../../parts/RadioBar.tsx";
import styles from "./Edit.module.css";
import { type PasteForm, readPasted } from "./paste.ts";
import { LARGEST_WRITE, parseRange, repeated } from "./range.ts";
import type { ByteEdits } from "./use-byte-edits.ts";
import { useEdit } from "./use-edit.ts";
import { WORDS } from "./words.ts";

export interface RangeDialogProps {
  readonly edits: ByteEdits;
  readonly kind: "fill" | "zero";
}

const ZERO = new Uint8Array(1);

/** The action for a range. Edits of the file's bytes have no fill action, so there the pattern is written out. */
function actionFor(
  { space }: ByteEdits,
  kind: "fill" | "zero",
  span: Span,
  pattern: Uint8Array<ArrayBuffer>,
): EditAction {
  if (space === "file") {
    const bytes = repeated(kind === "fill" ? pattern : ZERO, span.length);
    return { kind: "write", space, offset: span.offset, bytes };
  }
  return kind === "fill" ? { kind, ...span, pattern } : { kind, ...span };
}

/** `Fill range` and `Zero range`: where, how much, and with what. */
export function RangeDialog({ edits, kind }: RangeDialogProps) {
  const { space, size, selection } = edits;
  const [offset, setOffset] = useState(formatOffset(selection.offset));
  const [length, setLength] = useState(selection.length > 0 ? String(selection.length) : "");
  const [text, setText] = useState(kind === "fill" ? "" : "00");
  const [form, setForm] = useState<PasteForm>("hex");
  const { make, busy, refused, clear } = useEdit(space);

  const range = parseRange(offset, length, size, space);
  const pattern = readPasted(text, form);
  const empty = pattern.ok && pattern.bytes.length === 0;
  const tooLong = range.ok && space === "file" && range.span.length > LARGEST_WRITE;
  const ready = range.ok && pattern.ok && !empty && !tooLong;
  const problemOf = (field: "offset" | "length") => {
    if (field === "length" && tooLong) return WORDS.range.tooMuch(sizeText(LARGEST_WRITE));
    return !range.ok && range.field === field && range.problem !== "" ? range.problem : null;
  };
  const change = (set: (text: string) => void) => (next: string) => {
    set(next);
    clear();
  };
  const apply = async () => {
    if (!ready || busy) return;
    if (await make(actionFor(edits, kind, range.span, pattern.bytes))) edits.onDone(range.span);
  };

  return (
    <AskDialog
      title={WORDS.range.titles[kind]}
      open
      onClose={edits.close}
      confirm={WORDS.range.verbs[kind]}
      ready={ready}
      onConfirm={() => void apply()}
    >
      <TextInput
        label={WORDS.range.offset}
        showLabel
        mono
        value={offset}
        onChange={change(setOffset)}
        onSubmit={() => void apply()}
        problem={problemOf("offset")}
      />
      <TextInput
        label={WORDS.range.length}
        showLabel
        mono
        value={length}
        placeholder={WORDS.range.lengths}
        onChange={change(setLength)}
        onSubmit={() => void apply()}
        problem={problemOf("length")}
      />
      {kind === "fill" && (
        <>
          <TextInput
            label={WORDS.range.pattern}
            showLabel
            mono
            value={text}
            placeholder={form === "hex" ? WORDS.range.hexPattern : WORDS.range.textPattern}
            onChange={change(setText)}
            onSubmit={() => void apply()}
            problem={text === "" || pattern.ok ? null : pattern.problem}
          />
          <RadioBar
            label={WORDS.range.patternAs}
            showLabel
            value={form}
            options={[
              { value: "hex", label: WORDS.range.hex },
              { value: "text", label: WORDS.range.text },
            ]}
            onChange={(next) => {
              setForm(next);
              clear();
            }}
          />
        </>
      )}
      <p role="status" className={styles.outcome}>
        {range.ok && !tooLong && (
          <>
            {WORDS.range.from(formatBytesExactly(range.span.length), WORDS.spaces[space])}{" "}
            <span className={styles.mono}>{formatOffset(range.span.offset)}</span> {WORDS.range.to}{" "}
            <span className={styles.mono}>{formatOffset(range.span.offset + range.span.length - 1)}</span>
            {kind === "zero" && WORDS.range.zeros}
            {kind === "fill" &&
              pattern.ok &&
              !empty &&
              WORDS.range.overAndOver(sizeText(pattern.bytes.length))}
            .{space === "file" && ` ${WORDS.range.bypasses}`}
          </>
        )}
      </p>
      {refused !== null && (
        <p role="alert" className={styles.refused}>
          {refused}
        </p>
      )}
    </AskDialog>
  );
}
