import { Archive, FolderDown, Package } from "lucide-react";
import { useRef, useState } from "react";
import type {
  ExtractKind,
  ExtractPick,
  FilesAt,
  FilesVolume,
  ImageSummary,
} from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { canExtractToFolder, extractFiles } from "../../../actions/browse/extract.ts";
import { findFiles, listChanged, listDamaged, listDeleted } from "../../../actions/browse/lists.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import type { BrowseStep } from "../../../state/browse.ts";
import { useStore } from "../../../state/store.ts";
import { useContextual } from "../../hooks/use-contextual.ts";
import { Button } from "../../parts/Button.tsx";
import { Checkbox } from "../../parts/Checkbox.tsx";
import { SearchBox } from "../../parts/Input.tsx";
import { MenuButton } from "../../parts/Menu.tsx";
import { Note } from "../../parts/Note.tsx";
import styles from "./Files.module.css";
import { JournalBar } from "./JournalBar.tsx";
import { otherViews } from "./other-views.ts";
import type { ShownSystem } from "./use-volume.ts";
import { WORDS } from "./words.ts";

export interface FilesBarProps {
  readonly summary: ImageSummary;
  readonly shown: ShownSystem;
  readonly volume: FilesVolume;
  /** Entries that are picked; none stands for the whole folder. */
  readonly picks: readonly ExtractPick[];
  /** Whether the folder is looked for still. */
  readonly looking: boolean;
  /** The folder that is listed; null for the root. */
  readonly folder: BrowseStep | null;
  /** Whether the whole folder is the root of a Linux system. */
  readonly importable: boolean;
}

/** Runs what a control asks for, and says where it failed. */
function attempt(what: string, act: () => Promise<void>): void {
  act().catch((thrown: unknown) => reportTrouble(what, thrown));
}

/** Above the files: what the file system is, its journal, the search, and what can be taken away or looked for. */
export function FilesBar({ summary, shown, volume, picks, looking, folder, importable }: FilesBarProps) {
  const { at, system } = shown;
  // The view follows the slider once its file system is open.
  const transactions = useStore((state) => state.browse.transactions);
  const running = useStore((state) => state.jobs.some((job) => job.image === summary.id && job.makesFile));
  return (
    <div className={styles.head}>
      <p className={styles.words}>{visibleText(WORDS.volume.said(volume.title, system.words))}</p>
      {system.problems.length > 0 && <Problems shown={shown} />}
      <div role="toolbar" aria-label={WORDS.tools} className={styles.bar}>
        <FindFile at={at} />
        {system.pendingTransactions !== null && system.pendingTransactions > 0 && (
          <JournalBar pending={system.pendingTransactions} transactions={transactions} />
        )}
        <ExtractButtons
          at={at}
          picks={
            picks.length > 0 ? picks : [{ node: folder?.node ?? system.root, name: folder?.name ?? null }]
          }
          importable={importable && picks.length === 0}
          disabled={running || looking}
        />
        <Reports shown={shown} summary={summary} />
      </div>
    </div>
  );
}

function Problems({ shown }: { readonly shown: ShownSystem }) {
  const { problems } = shown.system;
  return (
    <details className={styles.problems}>
      <summary>{WORDS.volume.problems(problems.length)}</summary>
      {problems.slice(0, 20).map(({ code, severity, message, run }) => (
        <Note key={`${code} ${run?.offset ?? ""} ${message}`} severity={severity}>
          {visibleText(message)}
        </Note>
      ))}
      {problems.length > 20 && <p>{WORDS.volume.more(problems.length - 20)}</p>}
    </details>
  );
}

function FindFile({ at }: { readonly at: FilesAt }) {
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useContextual({ find: () => input.current?.focus() });
  return (
    <div className={styles.find}>
      <SearchBox
        label={WORDS.find.name}
        placeholder={WORDS.find.placeholder}
        value={text}
        inputRef={input}
        onChange={(next) => {
          setText(next);
          if (next === "") useStore.getState().setBrowseList(null);
        }}
        onSubmit={() => {
          if (text.trim() !== "") attempt(WORDS.trouble.find, () => findFiles(at, text.trim()));
        }}
      />
    </div>
  );
}

const KINDS: readonly { readonly as: ExtractKind; readonly label: string; readonly icon: React.ReactNode }[] =
  [
    { as: "folder", label: WORDS.extract.folder, icon: <FolderDown /> },
    { as: "tar", label: WORDS.extract.tar, icon: <Archive /> },
    { as: "zip", label: WORDS.extract.zip, icon: <Package /> },
  ];

function ExtractButtons({
  at,
  picks,
  importable,
  disabled,
}: {
  readonly at: FilesAt;
  readonly picks: readonly ExtractPick[];
  readonly importable: boolean;
  readonly disabled: boolean;
}) {
  return (
    <span className={styles.group}>
      {KINDS.filter(({ as }) => as !== "folder" || canExtractToFolder()).map(({ as, label, icon }) => (
        <Button
          key={as}
          size="s"
          icon={icon}
          isDisabled={disabled}
          onPress={() => attempt(WORDS.extract.failed, () => extractFiles(at, as, picks, importable))}
        >
          {label}
        </Button>
      ))}
    </span>
  );
}

function Reports({ shown, summary }: { readonly shown: ShownSystem; readonly summary: ImageSummary }) {
  const forest = useStore((state) => state.forest);
  const showDeleted = useStore((state) => state.showDeleted);
  const lists = useStore((state) => state.browseLists);
  const setShowDeleted = useStore((state) => state.setShowDeleted);
  const hasChanges = useStore((state) => (state.changes?.done.length ?? 0) > 0);
  const views = otherViews(shown, summary, forest, hasChanges);
  const [looking, setLooking] = useState(false);
  const known = lists.some(({ kind, of }) => kind === "deleted" && of === shown.key);
  return (
    <span className={styles.group}>
      <Button size="s" onPress={() => attempt(WORDS.trouble.damage, () => listDamaged(shown.at))}>
        {WORDS.lists.damagedButton}
      </Button>
      {views.length > 0 && (
        <MenuButton
          size="s"
          label={WORDS.lists.changedButton}
          choices={views.map(({ id, words }) => ({ id, title: words }))}
          onChoose={(id) => {
            const view = views.find((each) => each.id === id);
            if (view !== undefined)
              attempt(WORDS.trouble.changes, () => listChanged(view.at, shown.at, view.words));
          }}
        />
      )}
      <Checkbox
        label={WORDS.lists.deletedSwitch}
        checked={known ? showDeleted : looking}
        onChange={(checked) => {
          if (!checked) setShowDeleted(false);
          else if (!looking) {
            setLooking(true);
            attempt(WORDS.trouble.deleted, () => listDeleted(shown.at).finally(() => setLooking(false)));
          }
        }}
      />
    </span>
  );
}
