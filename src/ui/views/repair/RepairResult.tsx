import { runAction } from "../../../actions/commands/registry.ts";
import { pendingCount } from "../../../state/edits.ts";
import { useStore } from "../../../state/store.ts";
import { CheckResult } from "../../dialogs/changes/CheckResult.tsx";
import { Button } from "../../parts/Button.tsx";
import { countText } from "../../../../workers/shared/text.ts";
import styles from "./Repair.module.css";

/** How many changes are pending, and what a check of the edited disk found; nothing where no change is pending. */
export function RepairResult() {
  const count = useStore(pendingCount);
  if (count === 0) return null;
  return (
    <section aria-label="Result of the pending changes" className={styles.result}>
      <p className={styles.line}>
        <span>{`${countText(count, "pending change")}. The file itself is unchanged.`}</span>
        <Button size="s" variant="quiet" onPress={() => void runAction("edit.changes")}>
          Pending changes
        </Button>
      </p>
      <CheckResult />
    </section>
  );
}
