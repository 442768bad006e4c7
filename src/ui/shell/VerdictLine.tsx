import { useStore } from "../../state/store.ts";
import { SeveritySign } from "../parts/Severity.tsx";
import styles from "./VerdictLine.module.css";

/** The verdict in one line, for the screens that don't spell it out. */
export function VerdictLine() {
  const verdict = useStore((state) => state.summary?.verdict ?? null);
  if (verdict === null) return null;
  return (
    <div className={styles.line} title={verdict.sentence}>
      <SeveritySign severity={verdict.severity} decorative />
      <span role="status" aria-label="Verdict" className={styles.text}>
        {verdict.sentence}
      </span>
    </div>
  );
}
