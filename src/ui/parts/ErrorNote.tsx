import type { ReactNode } from "react";
import { visibleText } from "../../../workers/shared/visible-text.ts";
import { SeveritySign } from "./Severity.tsx";
import styles from "./ErrorNote.module.css";

export interface ErrorNoteProps {
  /** What could not be done; "Can't read the log." */
  readonly title: string;
  readonly error: { readonly message: string } | null;
  /** What the user can do about it, in a sentence. */
  readonly hint?: string | null;
  /** Retry and other ways on. */
  readonly actions?: ReactNode;
}

/** Says that something failed, why, and what can be done; announced at once. */
export function ErrorNote({ title, error, hint = null, actions }: ErrorNoteProps) {
  return (
    <div role="alert" className={styles.note}>
      <SeveritySign severity="error" size="m" decorative />
      <div className={styles.text}>
        <strong>{visibleText(title)}</strong>
        {error !== null && <p className={styles.message}>{visibleText(error.message)}</p>}
        {hint !== null && <p className={styles.hint}>{hint}</p>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
