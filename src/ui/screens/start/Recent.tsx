import { FileClock, X } from "lucide-react";
import { openRecent } from "../../../actions/files/open-recent.ts";
import { forget, forgetAll } from "../../../actions/files/recent.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import type { RecentFile } from "../../../state/recent.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import { formatTime } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { Panel } from "../../parts/Panel.tsx";
import styles from "./Recent.module.css";
import { WORDS } from "./words.ts";

function open(file: RecentFile): void {
  openRecent(file).catch((thrown: unknown) => reportTrouble(WORDS.recent.cantOpen(file.name), thrown));
}

/** Files opened before; the browser asks again before it reads one. */
export function Recent() {
  const recent = useStore((state) => state.recent);
  if (recent.length === 0) return null;
  return (
    <Panel
      title={WORDS.recent.title}
      flush
      tools={
        <Button size="s" variant="quiet" onPress={() => void forgetAll()}>
          {WORDS.recent.forgetAll}
        </Button>
      }
    >
      <ul className={styles.list}>
        {recent.map((file) => (
          <li key={file.id} className={styles.row}>
            <Button variant="quiet" icon={<FileClock />} className={styles.name} onPress={() => open(file)}>
              {visibleText(file.name)}
            </Button>
            {(file.parents ?? []).length > 0 && (
              <span className={styles.detail}>{WORDS.recent.withParents(file.parents?.length ?? 0)}</span>
            )}
            <span className={styles.detail}>{sizeText(file.size)}</span>
            <span className={styles.detail}>{formatTime(file.openedAt)}</span>
            <IconButton
              label={WORDS.recent.forget(visibleText(file.name))}
              size="s"
              icon={<X />}
              onPress={() => void forget(file)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
