import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { AskDialog } from "../../parts/AskDialog.tsx";
import { Button } from "../../parts/Button.tsx";
import { formatBytesExactly, formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { RadioBar } from "../../parts/RadioBar.tsx";
import { TextArea } from "../../parts/TextArea.tsx";
import { useQuery } from "../../hooks/use-query.ts";
import styles from "./Edit.module.css";
import { PASTE_FORMS, type PasteForm, readPasted, recognisePasted } from "./paste.ts";
import { LARGEST_WRITE, rangeProblem } from "./range.ts";
import type { ByteEdits, Clipping } from "./use-byte-edits.ts";
import { useEdit } from "./use-edit.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { WORDS } from "./words.ts";

/** Bytes that are shown of what will be written. */
const SHOWN = 16;

export interface PasteDialogProps {
  readonly edits: ByteEdits;
  readonly clipping: Clipping;
}

/** `Paste`: what the clipboard or a file holds, as bytes from the cursor on. */
export function PasteDialog({ edits, clipping }: PasteDialogProps) {
  const { space, size, selection } = edits;
  const [text, setText] = useState(clipping.text);
  const [chosen, setChosen] = useState<PasteForm | null>(null);
  const [file, setFile] = useState<File | null>(clipping.file);
  const picker = useRef<HTMLInputElement>(null);
  const { make, busy, refused, clear } = useEdit(space);

  const length = file?.size ?? 0;
  const fits = file !== null && length <= LARGEST_WRITE;
  const read = useQuery(
    fits ? async () => ({ file, bytes: new Uint8Array(await file.arrayBuffer()) }) : null,
    [file?.name ?? null, length, file?.lastModified ?? null],
  );
  const recognised = recognisePasted(text);
  const form = chosen ?? recognised;
  const pasted = readPasted(text, form);
  const bytes =
    file === null ? (pasted.ok ? pasted.bytes : null) : read.data?.file === file ? read.data.bytes : null;
  const count = file === null ? (bytes?.length ?? 0) : length;
  const { offset } = selection;
  const problem =
    file === null && !pasted.ok
      ? pasted.problem
      : count > LARGEST_WRITE
        ? WORDS.paste.tooMuch(sizeText(LARGEST_WRITE))
        : file !== null && read.error !== null
          ? WORDS.paste.cantRead(read.error.message)
          : rangeProblem({ offset, length: Math.max(1, count) }, size, space);
  const ready = bytes !== null && bytes.length > 0 && problem === null;

  const apply = async () => {
    if (!ready || busy) return;
    if (await make({ kind: "write", space, offset, bytes })) edits.onDone({ offset, length: bytes.length });
  };
  const chooseFile = (next: File | null) => {
    setFile(next);
    clear();
  };

  return (
    <AskDialog
      title={WORDS.paste.title}
      open
      onClose={edits.close}
      confirm={WORDS.paste.confirm}
      ready={ready}
      onConfirm={() => void apply()}
      more={
        <Button icon={<FileUp />} onPress={() => picker.current?.click()}>
          {WORDS.paste.chooseFile}
        </Button>
      }
    >
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={WORDS.paste.file}
        onChange={(event) => chooseFile(event.currentTarget.files?.[0] ?? null)}
      />
      {file === null ? (
        <>
          <TextArea
            label={WORDS.paste.what}
            rows={6}
            value={text}
            placeholder={WORDS.paste.placeholder}
            onChange={(next) => {
              setText(next);
              clear();
            }}
            onPaste={(event) => {
              const [copied] = event.clipboardData.files;
              if (copied === undefined) return;
              event.preventDefault();
              chooseFile(copied);
            }}
          />
          <RadioBar
            label={WORDS.paste.readAs}
            showLabel
            value={form}
            options={PASTE_FORMS.map((value) => ({ value, label: WORDS.forms[value] }))}
            onChange={(next) => {
              setChosen(next);
              clear();
            }}
          />
        </>
      ) : (
        <p className={styles.file}>
          <span>
            {WORDS.paste.bytesOf} <strong>{visibleText(file.name)}</strong>, {formatBytesExactly(file.size)}
          </span>
          <Button size="s" onPress={() => chooseFile(null)}>
            {WORDS.paste.takeText}
          </Button>
        </p>
      )}
      <p role="status" className={styles.outcome}>
        {problem === null && count > 0 && (
          <>
            {file === null &&
              `${(chosen === null ? WORDS.paste.recognised : WORDS.paste.read)(WORDS.forms[form])} `}
            {WORDS.paste.at(formatBytesExactly(count))}{" "}
            <span className={styles.mono}>{formatOffset(offset)}</span>{" "}
            {WORDS.paste.upTo(WORDS.spaces[space])}{" "}
            <span className={styles.mono}>{formatOffset(offset + count - 1)}</span>.
          </>
        )}
      </p>
      {bytes !== null && bytes.length > 0 && problem === null && (
        <p className={styles.preview}>
          {Array.from(bytes.subarray(0, SHOWN), (byte) => byte.toString(16).padStart(2, "0")).join(" ")}
          {bytes.length > SHOWN && " …"}
        </p>
      )}
      {text !== "" || file !== null
        ? (problem ?? refused) !== null && (
            <p role="alert" className={styles.refused}>
              {problem ?? refused}
            </p>
          )
        : null}
    </AskDialog>
  );
}
