import { runAction } from "../../../actions/commands/registry.ts";
import { pendingCount } from "../../../state/edits.ts";
import { useStore } from "../../../state/store.ts";
import { CheckResult } from "../../dialogs/changes/CheckResult.tsx";
import { Button } from "../../parts/Button.tsx";
import styles from "./Repair.module.css";
import { WORDS } from "./words.ts";

/** How many changes are pending, and what a check of the edited disk found; nothing where no change is pending. */
export function RepairResult() {
  const count = useStore(pendingCount);
  if (count === 0) return null;
  return (
    <section aria-label={WORDS.result} className={styles.result}>
      <p className={styles.line}>
        <span>{WORDS.pending(count)}</span>
        <Button size="s" variant="quiet" onPress={() => void runAction("edit.changes")}>
          {WORDS.changes}
        </Button>
      </p>
      <CheckResult />
    </section>
  );
}
