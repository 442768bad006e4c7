import type { ReactNode } from "react";
import styles from "./Note.module.css";
import { SeveritySign, type SignSeverity } from "./Severity.tsx";

export interface NoteProps {
  readonly severity: SignSeverity;
  readonly children: ReactNode;
}

/** A sentence after the sign of its severity. */
export function Note({ severity, children }: NoteProps) {
  return (
    <p className={styles.note}>
      <SeveritySign severity={severity} size="m" decorative={severity === "ok"} />
      <span>{children}</span>
    </p>
  );
}

/** A form's messages, announced when they change. A line is always kept free, so that the form doesn't jump. */
export function Notes({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" className={styles.notes}>
      {children}
    </div>
  );
}
