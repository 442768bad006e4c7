import { startOver } from "../../../actions/files/restart.ts";
import { Button } from "../../parts/Button.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import type { BrokenProps } from "./ErrorBoundary.tsx";
import styles from "./Trouble.module.css";
import { WORDS } from "./words.ts";

/** The whole page threw. */
export function PageBroken({ error, reset }: BrokenProps) {
  return (
    <main className={styles.page}>
      <div role="alert" className={styles.card}>
        <h1 className={styles.title}>
          <SeveritySign severity="error" size="l" decorative />
          {WORDS.page.title}
        </h1>
        <p className={styles.text}>{WORDS.page.text}</p>
        <pre className={styles.message}>{error.message}</pre>
        <div className={styles.actions}>
          <Button variant="primary" onPress={reset}>
            {WORDS.tryAgain}
          </Button>
          <Button
            onPress={() => {
              startOver();
              reset();
            }}
          >
            {WORDS.start}
          </Button>
        </div>
      </div>
    </main>
  );
}
