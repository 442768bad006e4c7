import { Trash2 } from "lucide-react";
import type { KeptKind } from "../../../../workers/api/index.ts";
import { canWorkOffline } from "../../../client/abilities/offline.ts";
import { filePicker } from "../../../client/abilities/pickers.ts";
import { forgetAllKept, setPrivateSession } from "../../../actions/files/kept.ts";
import { forgetAll } from "../../../actions/files/recent.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { useStore } from "../../../state/store.ts";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { sizeText } from "../../../../workers/shared/text.ts";
import styles from "./Kept.module.css";
import { WORDS } from "./words.ts";

const KINDS: readonly KeptKind[] = ["edits", "notes"];

/** Without a handle no file can be opened again. */
const noRecent = () => (filePicker() === null ? WORDS.recent.noHandles : WORDS.none);

/** Pages that are opened from a disk share one storage in Chromium and in Firefox. */
const isFromDisk = location.protocol === "file:";

function run(what: string, action: Promise<void>): void {
  action.catch((thrown: unknown) => reportTrouble(what, thrown));
}

/** Shows what the browser stores for this page, and deletes it. */
export function KeptDialog() {
  const setOpen = useStore((state) => state.setKeptOpen);
  const kept = useStore((state) => state.kept);
  const recent = useStore((state) => state.recent.length);
  const working = useStore((state) => state.workingDisks?.disks);
  const hasStorage = useStore((state) => state.hasStorage);
  const privateSession = useStore((state) => state.privateSession);
  const bytes = working?.reduce((sum, { size }) => sum + size, 0) ?? 0;
  const close = () => setOpen(false);
  return (
    <Dialog title={WORDS.title} open onClose={close} actions={<Button onPress={close}>{WORDS.close}</Button>}>
      <p className={styles.text}>{isFromDisk ? WORDS.whereFromDisk : WORDS.where}</p>
      <ul className={styles.list}>
        {KINDS.map((kind) => {
          const held = kept?.[kind] ?? null;
          return (
            <li key={kind} className={styles.row}>
              <strong>{WORDS.kinds[kind].title}</strong>
              <span className={styles.what}>
                {held === null
                  ? WORDS.noStorage
                  : held.files === 0
                    ? WORDS.none
                    : WORDS.ofFiles(held.files, sizeText(held.bytes))}
              </span>
              <Button
                size="s"
                icon={<Trash2 />}
                isDisabled={held === null || held.files === 0}
                aria-label={WORDS.kinds[kind].forget}
                onPress={() => run(WORDS.notForgotten, forgetAllKept(kind))}
              >
                {WORDS.forget}
              </Button>
            </li>
          );
        })}
        <li className={styles.row}>
          <strong>{WORDS.recent.title}</strong>
          <span className={styles.what}>{recent === 0 ? noRecent() : WORDS.recent.what(recent)}</span>
          <Button
            size="s"
            icon={<Trash2 />}
            isDisabled={recent === 0}
            aria-label={WORDS.recent.forget}
            onPress={() => run(WORDS.notForgotten, forgetAll())}
          >
            {WORDS.forget}
          </Button>
        </li>
        <li className={styles.row}>
          <strong>{WORDS.working.title}</strong>
          <span className={styles.what}>
            {hasStorage === false
              ? WORDS.noStorage
              : working === undefined || working.length === 0
                ? WORDS.none
                : WORDS.working.what(working.length, sizeText(bytes))}
          </span>
        </li>
        <li className={styles.row}>
          <strong>{WORDS.page.title}</strong>
          <span className={styles.what}>{canWorkOffline() ? WORDS.page.what : WORDS.page.onlyTheme}</span>
        </li>
      </ul>
      <div className={styles.private}>
        <Checkbox
          label={WORDS.private.title}
          checked={privateSession}
          onChange={(on) => run(WORDS.private.title, setPrivateSession(on))}
        />
        <p className={styles.text}>{WORDS.private.what}</p>
      </div>
    </Dialog>
  );
}
