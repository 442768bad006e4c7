import { ScanSearch } from "lucide-react";
import type { ImageSummary } from "../../../../workers/api/index.ts";
import { findAction, isAvailable, runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { cx } from "../../parts/cx.ts";
import { useVerdict } from "../../hooks/use-layer-facts.ts";
import { SeveritySign, severityName } from "../../parts/Severity.tsx";
import styles from "./Overview.module.css";

/** The verdict with its light, what was not checked, and what to do next. */
export function VerdictPanel({ summary }: { readonly summary: ImageSummary }) {
  const state = useStore();
  const { verdict } = useVerdict() ?? summary;
  const { sentence, severity, unchecked, next } = verdict;
  const passable = next.some(({ action }) => action === "image.read-anyway");
  const steps = next.filter(({ action }) => {
    const known = findAction(action);
    return known !== null && action !== "image.read-anyway" && isAvailable(known, state);
  });
  const scanStopped = summary.scan === "partial" && state.jobs.length === 0;
  return (
    <section aria-labelledby="verdict-title" className={cx(styles.verdict, styles[severity])}>
      <h2 id="verdict-title" className="visually-hidden">
        {`Verdict: ${severityName(severity)}`}
      </h2>
      <SeveritySign severity={severity} size="l" decorative />
      <p role="status" aria-label="Verdict" className={styles.sentence}>
        {sentence}
      </p>
      <div className={styles.below}>
        {unchecked.length > 0 && (
          <p className={styles.unchecked}>{`Not checked yet: ${unchecked.join(" ")}`}</p>
        )}
        <div className={styles.next}>
          {steps.map(({ text, action }, at) => (
            <Button
              key={action + text}
              variant={at === 0 ? "primary" : "default"}
              onPress={() => void runAction(action)}
            >
              {text}
            </Button>
          ))}
          {passable && <Button onPress={() => void runAction("image.read-anyway")}>Read anyway</Button>}
          {scanStopped && (
            <Button icon={<ScanSearch />} onPress={() => void runAction("file.scan")}>
              Check the rest
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}
