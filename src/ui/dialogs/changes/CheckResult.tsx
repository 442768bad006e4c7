import type { Finding } from "../../../../workers/api/index.ts";
import { goToFinding } from "../../../actions/place/places.ts";
import { validCheck } from "../../../state/edits.ts";
import { useStore } from "../../../state/store.ts";
import { Badge } from "../../parts/Badge.tsx";
import { Button } from "../../parts/Button.tsx";
import { numberText } from "../../../../workers/shared/text.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import styles from "./Changes.module.css";
import { WORDS } from "./words.ts";

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
        <p className={styles.note}>{WORDS.check.more(numberText(findings.length - SHOWN))}</p>
      )}
    </>
  );
}

/** The result of the last check of the edited disk, as long as nothing has changed since. */
export function CheckResult() {
  const result = useStore(validCheck);
  const added = new Set(result?.newFindings);
  return (
    <div role="status" aria-label={WORDS.check.name}>
      {result !== null && (
        <div className={styles.result}>
          <p className={styles.verdict}>
            <SeveritySign severity={result.verdict.severity} size="m" />
            <span>
              <strong>{WORDS.check.after(result.findings.length)}</strong> {result.verdict.sentence}
            </span>
          </p>
          <p className={styles.counts}>
            {WORDS.check.counts(numberText(result.newFindings.length), numberText(result.fixed.length))}
          </p>
          <Listed
            label={WORDS.check.newFindings}
            word={WORDS.check.new}
            tone="warning"
            findings={result.newFindings}
          />
          <Listed
            label={WORDS.check.fixedFindings}
            word={WORDS.check.fixed}
            tone="ok"
            findings={result.fixed}
          />
          <Listed
            label={WORDS.check.sameFindings}
            word={WORDS.check.same}
            tone="neutral"
            findings={result.findings.filter((finding) => !added.has(finding))}
          />
        </div>
      )}
    </div>
  );
}
