import { useVerdict } from "../hooks/use-layer-facts.ts";
import { SeveritySign } from "../parts/Severity.tsx";
import styles from "./VerdictLine.module.css";
import { WORDS } from "./words.ts";

/** The verdict in one line, for the screens that don't spell it out. */
export function VerdictLine() {
  const shown = useVerdict();
  if (shown === null) return null;
  const { verdict } = shown;
  return (
    <div className={styles.line} title={verdict.sentence}>
      <SeveritySign severity={verdict.severity} decorative />
      <span role="status" aria-label={WORDS.verdict} className={styles.text}>
        {verdict.sentence}
      </span>
    </div>
  );
}
