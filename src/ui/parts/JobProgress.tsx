import type { ReactNode } from "react";
import styles from "./JobProgress.module.css";
import { Progress } from "./Progress.tsx";

export interface JobProgressProps {
  /** What is being done. */
  readonly label: string;
  readonly done: number;
  /** Null where unknown. */
  readonly total: number | null;
  /** How far and how fast, in words. */
  readonly text: string;
  readonly children?: ReactNode;
}

/** A job inside a dialog: what it does, how far it is. */
export function JobProgress({ label, done, total, text, children }: JobProgressProps) {
  return (
    <div className={styles.job}>
      <p role="status" className={styles.label}>
        {label}
      </p>
      <Progress label={label} done={done} total={total} />
      <p className={styles.numbers}>{text}</p>
      {children}
    </div>
  );
}
