import { Replace } from "lucide-react";
import { runAction } from "../../../actions/commands/registry.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import styles from "../../screens/export/Export.module.css";
import { Button } from "../../parts/Button.tsx";
import { formatBytesExactly } from "../../parts/format.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import { whyNotReplace } from "./why-not.ts";
import { WORDS } from "./words.ts";

const NOTE = "replace-note";

/** The last of the exports of the Edited layer: the one that writes to the file that is open. */
export function ReplaceRow() {
  const summary = useStore((state) => state.summary);
  const changes = useStore((state) => state.changes);
  if (summary === null || changes === null) return null;
  const reason = whyNotReplace(summary);
  return (
    <li className={styles.row}>
      <Replace aria-hidden="true" className={styles.icon} />
      <div className={styles.about}>
        <p className={styles.text}>{WORDS.what}</p>
        <p className={styles.facts}>
          <span className={styles.fileName}>{visibleText(summary.name)}</span>
          <span>{formatBytesExactly(changes.fileSize)}</span>
        </p>
        {reason !== null && (
          <p id={NOTE} className={styles.note}>
            <SeveritySign severity="info" />
            {reason}
          </p>
        )}
      </div>
      <Button
        className={styles.button}
        isDisabled={reason !== null}
        {...(reason !== null && { "aria-describedby": NOTE })}
        onPress={() => void runAction("edit.replace-original")}
      >
        {WORDS.title}
      </Button>
    </li>
  );
}
