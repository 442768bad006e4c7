import { startOver } from "../../../actions/files/restart.ts";
import { Button } from "../../parts/Button.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import type { BrokenProps } from "./ErrorBoundary.tsx";
import styles from "./Trouble.module.css";

/** The whole page threw. */
export function PageBroken({ error, reset }: BrokenProps) {
  return (
    <main className={styles.page}>
      <div role="alert" className={styles.card}>
        <h1 className={styles.title}>
          <SeveritySign severity="error" size="l" decorative />
          Platter made a mistake
        </h1>
        <p className={styles.text}>
          The page could not be drawn. Your file is untouched: nothing was written to it.
        </p>
        <pre className={styles.message}>{error.message}</pre>
        <div className={styles.actions}>
          <Button variant="primary" onPress={reset}>
            Try again
          </Button>
          <Button
            onPress={() => {
              startOver();
              reset();
            }}
          >
            Back to the start
          </Button>
        </div>
      </div>
    </main>
  );
}
