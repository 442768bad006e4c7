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
import { sizeText, countText } from "../../../../workers/shared/text.ts";
import styles from "./Kept.module.css";

const KINDS: readonly (readonly [KeptKind, string])[] = [
  ["edits", "Pending changes"],
  ["notes", "Bookmarks and hashes"],
];

const NO_STORAGE = "This browser gives the page no storage.";

/** Without a handle no file can be opened again. */
const noRecent = () => (filePicker() === null ? "none: this browser gives the page no file handles" : "none");

/** Pages that are opened from a disk share one storage in Chromium and in Firefox. */
const WHOSE =
  location.protocol === "file:"
    ? "in storage that no other site can read; but every HTML file that you open in this browser from a disk can read it"
    : "in storage that belongs to this page's address";

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
    <Dialog title="Stored data" open onClose={close} actions={<Button onPress={close}>Close</Button>}>
      <p className={styles.text}>
        {`All of it stays on this computer, ${WHOSE}. Whoever uses this browser can see it.`}
      </p>
      <ul className={styles.list}>
        {KINDS.map(([kind, title]) => {
          const held = kept?.[kind] ?? null;
          return (
            <li key={kind} className={styles.row}>
              <strong>{title}</strong>
              <span className={styles.what}>
                {held === null
                  ? NO_STORAGE
                  : held.files === 0
                    ? "none"
                    : `of ${countText(held.files, "file")}, ${sizeText(held.bytes)}`}
              </span>
              <Button
                size="s"
                icon={<Trash2 />}
                isDisabled={held === null || held.files === 0}
                aria-label={`Forget ${title.toLowerCase()}`}
                onPress={() => run("Not forgotten", forgetAllKept(kind))}
              >
                Forget
              </Button>
            </li>
          );
        })}
        <li className={styles.row}>
          <strong>Recent files</strong>
          <span className={styles.what}>
            {recent === 0 ? noRecent() : `${countText(recent, "file")}: names, sizes, where they are`}
          </span>
          <Button
            size="s"
            icon={<Trash2 />}
            isDisabled={recent === 0}
            aria-label="Forget recent files"
            onPress={() => run("Not forgotten", forgetAll())}
          >
            Forget
          </Button>
        </li>
        <li className={styles.row}>
          <strong>Working disks</strong>
          <span className={styles.what}>
            {hasStorage === false
              ? NO_STORAGE
              : working === undefined || working.length === 0
                ? "none"
                : `${countText(working.length, "disk")}, ${sizeText(bytes)}: deleted on the start page, one by one`}
          </span>
        </li>
        <li className={styles.row}>
          <strong>The page itself</strong>
          <span className={styles.what}>
            {canWorkOffline()
              ? "its own files, so that it works without a network, and the theme"
              : "the theme"}
          </span>
        </li>
      </ul>
      <div className={styles.private}>
        <Checkbox
          label="Private session"
          checked={privateSession}
          onChange={(on) => run("Private session", setPrivateSession(on))}
        />
        <p className={styles.text}>
          Until this page is closed or loaded again, no pending change, bookmark, hash or recent file is kept.
          Turning it on also forgets the pending changes, bookmarks and hashes above; recent files and working
          disks stay until you remove them.
        </p>
      </div>
    </Dialog>
  );
}
