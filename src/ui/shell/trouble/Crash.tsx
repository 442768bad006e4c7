import { restart, startOver } from "../../../actions/files/restart.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import styles from "./Trouble.module.css";

/** The engine's worker is gone. */
export function Crash({ message }: { readonly message: string }) {
  const name = useStore((state) => state.sourceName);
  return (
    <main className={styles.page}>
      <div role="alert" className={styles.card}>
        <h1 className={styles.title}>
          <SeveritySign severity="error" size="l" decorative />
          The engine stopped
        </h1>
        <p className={styles.text}>
          The part of Platter that reads the disk ended unexpectedly. Your file is untouched: nothing was
          written to it.
        </p>
        <pre className={styles.message}>{message}</pre>
        <div className={styles.actions}>
          <Button variant="primary" onPress={() => void restart()}>
            {name === null ? "Start again" : `Open ${name} again`}
          </Button>
          <Button onPress={startOver}>Back to the start</Button>
        </div>
      </div>
    </main>
  );
}
