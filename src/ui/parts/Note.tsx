import type { ReactNode } from "react";
import styles from "./Note.module.css";
import { SeveritySign, type SignSeverity } from "./Severity.tsx";

export interface NoteProps {
  readonly severity: SignSeverity;
  readonly children: ReactNode;
}

/** A sentence behind its sign. */
export function Note({ severity, children }: NoteProps) {
  return (
    <p className={styles.note}>
      <SeveritySign severity={severity} size="m" decorative={severity === "ok"} />
      <span>{children}</span>
    </p>
  );
}

/** What a form says of its fields, announced when it changes; keeps a line free, so that nothing jumps when it speaks. */
export function Notes({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" className={styles.notes}>
      {children}
    </div>
  );
}
