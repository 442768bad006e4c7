import { runAction } from "../../../actions/commands/registry.ts";
import { pendingCount } from "../../../state/edits.ts";
import { useStore } from "../../../state/store.ts";
import { CheckResult } from "../../dialogs/changes/CheckResult.tsx";
import { Button } from "../../parts/Button.tsx";
import { formatPlural } from "../../parts/format.ts";
import styles from "./Repair.module.css";

/** What is staged, and what a check of the edited disk says of it; nothing where nothing is. */
export function Staged() {
  const count = useStore(pendingCount);
  if (count === 0) return null;
  return (
    <section aria-label="Staged" className={styles.staged}>
      <p className={styles.line}>
        <span>{`${formatPlural(count, "change")} staged. The file itself is as it was.`}</span>
        <Button size="s" variant="quiet" onPress={() => void runAction("edit.changes")}>
          Before and after
        </Button>
      </p>
      <CheckResult />
    </section>
  );
}
