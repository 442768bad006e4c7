import type { Finding } from "../../../../workers/api/index.ts";
import { goToFinding } from "../../../actions/place/places.ts";
import { useStore } from "../../../state/store.ts";
import { Badge } from "../../parts/Badge.tsx";
import { Button } from "../../parts/Button.tsx";
import { numberText, countText } from "../../../../workers/shared/text.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import styles from "./Changes.module.css";

/** Findings listed at most. */
const SHOWN = 50;

interface ListedProps {
  readonly label: string;
  readonly word: string;
  readonly tone: "warning" | "ok" | "neutral";
  readonly findings: readonly Finding[];
}

function Listed({ label, word, tone, findings }: ListedProps) {
  if (findings.length === 0) return null;
  return (
    <>
      <ul aria-label={label} className={styles.findings}>
        {findings.slice(0, SHOWN).map((finding, at) => (
          <li key={at} className={styles.finding}>
            <Badge tone={tone}>{word}</Badge>
            <SeveritySign severity={finding.severity} />
            {finding.node === null && finding.offset === null ? (
              <span className={styles.message}>{finding.message}</span>
            ) : (
              <Button
                size="s"
                variant="quiet"
                className={styles.sentence}
                onPress={() => void goToFinding(finding)}
              >
                {finding.message}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {findings.length > SHOWN && (
        <p className={styles.note}>{`${numberText(findings.length - SHOWN)} more.`}</p>
      )}
    </>
  );
}

/** The result of the last check of the edited disk, as long as nothing has changed since. */
export function CheckResult() {
  const checked = useStore((state) => state.checked);
  const revision = useStore((state) => state.revision);
  const result = checked?.revision === revision ? checked.result : null;
  const added = new Set(result?.newFindings);
  return (
    <div role="status" aria-label="Check of the edited disk">
      {result !== null && (
        <div className={styles.result}>
          <p className={styles.verdict}>
            <SeveritySign severity={result.verdict.severity} size="m" />
            <span>
              <strong>{`After this: ${countText(result.findings.length, "finding")}.`}</strong>{" "}
              {result.verdict.sentence}
            </span>
          </p>
          <p className={styles.counts}>
            {`${numberText(result.newFindings.length)} new, ${numberText(result.fixed.length)} fixed.`}
          </p>
          <Listed label="New findings" word="new" tone="warning" findings={result.newFindings} />
          <Listed label="Fixed findings" word="fixed" tone="ok" findings={result.fixed} />
          <Listed
            label="Findings as before"
            word="as before"
            tone="neutral"
            findings={result.findings.filter((finding) => !added.has(finding))}
          />
        </div>
      )}
    </div>
  );
}
