import type { Finding } from "../../../../workers/api/index.ts";
import { goToFinding } from "../../../actions/place/places.ts";
import { SeveritySign, type SignSeverity } from "../../parts/Severity.tsx";
import { LinkButton } from "../../parts/LinkButton.tsx";
import styles from "./Log.module.css";
import type { LogText } from "./log-text.ts";

const SEVERITY: Readonly<Record<LogText["tone"], SignSeverity>> = {
  ok: "ok",
  neutral: "info",
  replay: "info",
  invalid: "error",
};

/** What the log says, and the findings about it. */
export function LogVerdict({ text, findings }: { text: LogText; findings: readonly Finding[] }) {
  return (
    <div className={styles.verdict}>
      <p className={styles.sentence}>
        <SeveritySign severity={SEVERITY[text.tone]} size="m" />
        <strong>{text.sentence}</strong>
        {text.more !== null && <span>{text.more}</span>}
      </p>
      {findings.length > 0 && (
        <ul className={styles.findings}>
          {findings.map((finding, index) => (
            <li key={index}>
              <SeveritySign severity={finding.severity} />
              <LinkButton onPress={() => void goToFinding(finding)}>{finding.message}</LinkButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
