import { restart, startOver } from "../../../actions/files/restart.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { SeveritySign } from "../../parts/Severity.tsx";
import styles from "./Trouble.module.css";
import { WORDS } from "./words.ts";

/** The engine's worker is gone. */
export function Crash({ message }: { readonly message: string }) {
  const name = useStore((state) => state.sourceName);
  return (
    <main className={styles.page}>
      <div role="alert" className={styles.card}>
        <h1 className={styles.title}>
          <SeveritySign severity="error" size="l" decorative />
          {WORDS.crash.title}
        </h1>
        <p className={styles.text}>{WORDS.crash.text}</p>
        <pre className={styles.message}>{message}</pre>
        <div className={styles.actions}>
          <Button variant="primary" onPress={() => void restart()}>
            {name === null ? WORDS.crash.again : WORDS.crash.openAgain(name)}
          </Button>
          <Button onPress={startOver}>{WORDS.start}</Button>
        </div>
      </div>
    </main>
  );
}
