import type { ClipboardEvent } from "react";
import { Label, TextArea as AriaTextArea, TextField } from "react-aria-components";
import { cx } from "./cx.ts";
import styles from "./Input.module.css";

export interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows: number;
  readonly placeholder?: string;
  readonly onPaste?: (event: ClipboardEvent) => void;
}

/** Several lines of text, in the font of bytes. */
export function TextArea({ label, value, onChange, rows, placeholder = "", onPaste }: TextAreaProps) {
  return (
    <TextField value={value} onChange={onChange} className={styles.field ?? ""}>
      <Label className={styles.label ?? ""}>{label}</Label>
      <AriaTextArea
        rows={rows}
        placeholder={placeholder}
        spellCheck="false"
        autoComplete="off"
        // The dialog is opened to enter text, so this is where the focus belongs.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        className={cx(styles.input, styles.mono, styles.area)}
        {...(onPaste !== undefined && { onPaste })}
      />
    </TextField>
  );
}
