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
import { SPACE_NAMES } from "./space-names.ts";
import type { ByteEdits } from "./use-byte-edits.ts";
import { useEdit } from "./use-edit.ts";

export interface RangeDialogProps {
  readonly edits: ByteEdits;
  readonly kind: "fill" | "zero";
}

const VERBS = { fill: "Fill", zero: "Zero" } as const;
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
    if (field === "length" && tooLong) return `At most ${sizeText(LARGEST_WRITE)} of the file at once.`;
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
      title={`${VERBS[kind]} range`}
      open
      onClose={edits.close}
      confirm={VERBS[kind]}
      ready={ready}
      onConfirm={() => void apply()}
    >
      <TextInput
        label="Offset"
        showLabel
        mono
        value={offset}
        onChange={change(setOffset)}
        onSubmit={() => void apply()}
        problem={problemOf("offset")}
      />
      <TextInput
        label="Length"
        showLabel
        mono
        value={length}
        placeholder="512, 0x200, 4K"
        onChange={change(setLength)}
        onSubmit={() => void apply()}
        problem={problemOf("length")}
      />
      {kind === "fill" && (
        <>
          <TextInput
            label="Pattern"
            showLabel
            mono
            value={text}
            placeholder={form === "hex" ? "c3, or de ad be ef" : "written over and over"}
            onChange={change(setText)}
            onSubmit={() => void apply()}
            problem={text === "" || pattern.ok ? null : pattern.problem}
          />
          <RadioBar
            label="Pattern as"
            showLabel
            value={form}
            options={[
              { value: "hex", label: "Hex" },
              { value: "text", label: "Text" },
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
            {formatBytesExactly(range.span.length)} of {SPACE_NAMES[space]}, from{" "}
            <span className={styles.mono}>{formatOffset(range.span.offset)}</span> to{" "}
            <span className={styles.mono}>{formatOffset(range.span.offset + range.span.length - 1)}</span>
            {kind === "zero" && ", will read as zeros"}
            {kind === "fill" &&
              pattern.ok &&
              !empty &&
              `, with ${sizeText(pattern.bytes.length)} over and over`}
            .{space === "file" && " The change bypasses the log and no checksum is updated."}
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
