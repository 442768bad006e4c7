import { Columns2, ShieldCheck, Trash2 } from "lucide-react";
import type { ChangeList } from "../../../../workers/api/index.ts";
import { runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { Badge } from "../../parts/Badge.tsx";
import { Button } from "../../parts/Button.tsx";
import { sizeText } from "../../../../workers/shared/text.ts";
import { Panel } from "../../parts/Panel.tsx";
import { ChangeRow } from "./ChangeRow.tsx";
import styles from "./Changes.module.css";
import { CheckResult } from "./CheckResult.tsx";
import { WORDS } from "./words.ts";

/** Changes listed: the last ones, which are undone first. A repair can make thousands, and listing all would freeze the page. */
const LISTED = 500;

function totals({ touched, fileSize }: ChangeList): string {
  return WORDS.panel.totals(sizeText(touched), sizeText(fileSize));
}

/** The pending and the undone changes, in order; nothing where there are none. */
export function ChangesPanel() {
  const changes = useStore((state) => state.changes);
  if (changes === null || changes.done.length + changes.undone.length === 0) return null;
  const { done, undone } = changes;
  const none = done.length === 0;
  const earlier = Math.max(0, done.length - LISTED);
  return (
    <Panel
      title={WORDS.panel.title}
      flush
      aside={<Badge tone={none ? "neutral" : "user"}>{String(done.length)}</Badge>}
      tools={
        <>
          <Button
            size="s"
            variant="quiet"
            icon={<Columns2 />}
            isDisabled={none}
            onPress={() => void runAction("edit.compare")}
          >
            {WORDS.panel.compare}
          </Button>
          <Button
            size="s"
            icon={<ShieldCheck />}
            isDisabled={none}
            onPress={() => void runAction("edit.check")}
          >
            {WORDS.panel.check}
          </Button>
          <Button
            size="s"
            variant="quiet"
            icon={<Trash2 />}
            isDisabled={none}
            onPress={() => void runAction("edit.discard-all")}
          >
            {WORDS.panel.discardAll}
          </Button>
        </>
      }
    >
      {earlier > 0 && <p className={styles.note}>{WORDS.panel.earlier(earlier)}</p>}
      <ol aria-label={WORDS.panel.changes} className={styles.list} start={earlier + 1}>
        {done.slice(earlier).map((change) => (
          <ChangeRow key={change.id} change={change} />
        ))}
      </ol>
      {none && <p className={styles.note}>{WORDS.panel.allUndone}</p>}
      {undone.length > 0 && (
        <>
          <h3 className={styles.heading}>{WORDS.panel.undone(undone.length)}</h3>
          <ol aria-label={WORDS.panel.undoneName} className={styles.list}>
            {undone.slice(0, LISTED).map((change) => (
              <li key={change.id} className={styles.undone}>
                {change.sentence}
              </li>
            ))}
          </ol>
        </>
      )}
      {!none && <p className={styles.note}>{totals(changes)}</p>}
      <CheckResult />
    </Panel>
  );
}
