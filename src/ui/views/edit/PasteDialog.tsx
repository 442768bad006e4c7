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
import { SPACE_NAMES } from "./space-names.ts";
import type { ByteEdits, Clipping } from "./use-byte-edits.ts";
import { useEdit } from "./use-edit.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";

const FORM_NAMES: Readonly<Record<PasteForm, string>> = {
  hex: "Hex",
  text: "Text",
  utf16: "UTF-16",
  base64: "Base64",
};
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
        ? `At most ${sizeText(LARGEST_WRITE)} can be pasted at once.`
        : file !== null && read.error !== null
          ? `The file can't be read: ${read.error.message}`
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
      title="Paste"
      open
      onClose={edits.close}
      confirm="Write"
      ready={ready}
      onConfirm={() => void apply()}
      more={
        <Button icon={<FileUp />} onPress={() => picker.current?.click()}>
          Choose a file…
        </Button>
      }
    >
      <input
        ref={picker}
        type="file"
        hidden
        aria-label="File to paste"
        onChange={(event) => chooseFile(event.currentTarget.files?.[0] ?? null)}
      />
      {file === null ? (
        <>
          <TextArea
            label="What to paste"
            rows={6}
            value={text}
            placeholder="Hex digits, a C array, text or Base64"
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
            label="Read as"
            showLabel
            value={form}
            options={PASTE_FORMS.map((value) => ({ value, label: FORM_NAMES[value] }))}
            onChange={(next) => {
              setChosen(next);
              clear();
            }}
          />
        </>
      ) : (
        <p className={styles.file}>
          <span>
            The bytes of <strong>{visibleText(file.name)}</strong>, {formatBytesExactly(file.size)}
          </span>
          <Button size="s" onPress={() => chooseFile(null)}>
            Take text instead
          </Button>
        </p>
      )}
      <p role="status" className={styles.outcome}>
        {problem === null && count > 0 && (
          <>
            {file === null && `${chosen === null ? "Recognised" : "Read"} as ${FORM_NAMES[form]}: `}
            {formatBytesExactly(count)} at <span className={styles.mono}>{formatOffset(offset)}</span> of{" "}
            {SPACE_NAMES[space]}, up to{" "}
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
