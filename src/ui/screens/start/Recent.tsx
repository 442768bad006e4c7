import { FileClock, X } from "lucide-react";
import { openRecent } from "../../../actions/files/open-recent.ts";
import { forget, forgetAll } from "../../../actions/files/recent.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import type { RecentFile } from "../../../state/recent.ts";
import { useStore } from "../../../state/store.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import { formatTime } from "../../parts/format.ts";
import { sizeText, countText } from "../../../../workers/shared/text.ts";
import { Panel } from "../../parts/Panel.tsx";
import styles from "./Recent.module.css";

function open(file: RecentFile): void {
  openRecent(file).catch((thrown: unknown) => reportTrouble(`Can't open ${file.name}`, thrown));
}

/** Files opened before; the browser asks again before it reads one. */
export function Recent() {
  const recent = useStore((state) => state.recent);
  if (recent.length === 0) return null;
  return (
    <Panel
      title="Recent files"
      flush
      tools={
        <Button size="s" variant="quiet" onPress={() => void forgetAll()}>
          Forget all
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
              <span
                className={styles.detail}
              >{`with ${countText(file.parents?.length ?? 0, "parent")}`}</span>
            )}
            <span className={styles.detail}>{sizeText(file.size)}</span>
            <span className={styles.detail}>{formatTime(file.openedAt)}</span>
            <IconButton
              label={`Forget ${visibleText(file.name)}`}
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
