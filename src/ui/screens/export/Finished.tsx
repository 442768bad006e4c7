import { X } from "lucide-react";
import { useStore } from "../../../state/store.ts";
import { IconButton } from "../../parts/Button.tsx";
import { formatBytesExactly } from "../../parts/format.ts";
import { SeveritySign } from "../../parts/Severity.tsx";
import { PatchCommand } from "../../views/patch-command/PatchCommand.tsx";
import styles from "./Export.module.css";
import { WORDS } from "./words.ts";

/** Names the last exported file. */
export function Finished() {
  const finished = useStore((state) => state.finished);
  const setFinished = useStore((state) => state.setFinished);
  return (
    <div role="status" aria-label={WORDS.last}>
      {finished !== null && (
        <div className={styles.finished}>
          <SeveritySign severity="ok" size="m" decorative />
          <div className={styles.about}>
            <p className={styles.text}>
              {finished.downloaded ? WORDS.downloaded : WORDS.saved}{" "}
              <span className={styles.fileName}>{finished.fileName}</span>
              {`, ${formatBytesExactly(finished.size)}.`}
            </p>
            {finished.kind === "patch" && <PatchCommand finished={finished} />}
            {finished.changes.length > 0 && (
              <ul className={styles.changes}>
                {finished.changes.map((change) => (
                  <li key={change}>{change}</li>
                ))}
              </ul>
            )}
          </div>
          <IconButton label={WORDS.closeNote} size="s" icon={<X />} onPress={() => setFinished(null)} />
        </div>
      )}
    </div>
  );
}
