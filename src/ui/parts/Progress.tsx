import { ProgressBar } from "react-aria-components";
import styles from "./Progress.module.css";

export interface ProgressProps {
  /** Accessible name: what is being done. */
  readonly label: string;
  readonly done: number;
  /** Null where unknown. */
  readonly total: number | null;
}

/** A bar that fills; it moves to and fro where the end is not known. */
export function Progress({ label, done, total }: ProgressProps) {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  return (
    <ProgressBar
      aria-label={label}
      value={share === null ? 0 : share * 100}
      isIndeterminate={share === null}
      className={styles.track ?? ""}
    >
      <div
        className={share === null ? styles.unknown : styles.fill}
        style={share === null ? undefined : { inlineSize: `${share * 100}%` }}
      />
    </ProgressBar>
  );
}
