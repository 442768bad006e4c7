import { FileDown, HardDrive, Trash2 } from "lucide-react";
import { useState } from "react";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { exportWorkingDisk, openWorkingDisk } from "../../../actions/files/working-disks.ts";
import { useStore } from "../../../state/store.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import { formatTime } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { Panel } from "../../parts/Panel.tsx";
import { DeleteWorkingDisk } from "./DeleteWorkingDisk.tsx";
import styles from "./Recent.module.css";
import { storageText } from "./storage-text.ts";
import { WORDS } from "./words.ts";

function run(what: string, action: Promise<void>): void {
  action.catch((thrown: unknown) => reportTrouble(what, thrown));
}

/** Disks in the browser's own storage, and how much room it gives; nothing where there is none. */
export function WorkingDisks() {
  const listed = useStore((state) => state.workingDisks);
  const [deleting, setDeleting] = useState<string | null>(null);
  if (listed === null || listed.disks.length === 0) return null;
  return (
    <Panel
      title={WORDS.working.title}
      flush
      tools={<span className={styles.detail}>{storageText(listed)}</span>}
    >
      <ul className={styles.list}>
        {listed.disks.map(({ name, size, lastModified }) => (
          <li key={name} className={styles.row}>
            <Button
              variant="quiet"
              icon={<HardDrive />}
              className={styles.name}
              onPress={() => run(WORDS.working.cantOpen(name), openWorkingDisk(name))}
            >
              {name}
            </Button>
            <span className={styles.detail}>{sizeText(size)}</span>
            <span className={styles.detail}>{formatTime(lastModified)}</span>
            <IconButton
              label={WORDS.working.export(name)}
              size="s"
              icon={<FileDown />}
              onPress={() => run(WORDS.working.cantExport(name), exportWorkingDisk(name))}
            />
            <IconButton
              label={WORDS.working.delete(name)}
              size="s"
              icon={<Trash2 />}
              onPress={() => setDeleting(name)}
            />
          </li>
        ))}
      </ul>
      {deleting !== null && <DeleteWorkingDisk name={deleting} onClose={() => setDeleting(null)} />}
    </Panel>
  );
}
