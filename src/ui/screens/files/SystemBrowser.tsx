import { useMemo, useState } from "react";
import type { DeletedFile, FilesVolume, ImageSummary } from "../../../../workers/api/index.ts";
import { chooseEntry, openFolder } from "../../../actions/browse/go.ts";
import { useStore } from "../../../state/store.ts";
import { useNarrow } from "../../hooks/use-narrow.ts";
import { Split } from "../../parts/split/Split.tsx";
import { Details } from "./Details.tsx";
import { Extracted } from "./Extracted.tsx";
import { FileList } from "./FileList.tsx";
import { FilesBar } from "./FilesBar.tsx";
import styles from "./Files.module.css";
import { FolderPane } from "./FolderPane.tsx";
import type { Folders } from "./folders.ts";
import { extractPicks, NOTHING_PICKED, pick, pickedHere, type PickedIn } from "./picked.ts";
import { gridRows, type GridRow, type GridSort, isFolder, sortRows } from "./rows.ts";
import { keyOfSteps } from "./tree-rows.ts";
import type { ShownPlace } from "./use-place.ts";
import type { ShownSystem } from "./use-volume.ts";
import { WORDS } from "./words.ts";

export interface SystemBrowserProps {
  readonly summary: ImageSummary;
  readonly volume: FilesVolume;
  readonly shown: ShownSystem;
  readonly folders: Folders;
  /** Null while it is looked for. */
  readonly place: ShownPlace | null;
}

const NONE_DELETED: readonly DeletedFile[] = [];

/** Entries up to which a folder is kept sorted while it is read. */
const SORTED_WHILE_READ = 20_000;

/** Folders that the system of a Linux machine has at its root. */
const LINUX_ROOT = ["bin", "etc", "usr"];

/** A deleted entry without a name can't be found again, so its details are not shown. */
const isNameless = ({ row, deleted }: GridRow): boolean => row === null && deleted?.name == null;

/** The files of one file system: what can be done, the folder or a list in its place, and the details of what is chosen. */
export function SystemBrowser({ summary, volume, shown, folders, place }: SystemBrowserProps) {
  const narrow = useNarrow();
  const lists = useStore((state) => state.browseLists);
  const shownList = useStore((state) => state.shownList);
  const showDeleted = useStore((state) => state.showDeleted);
  const [sort, setSort] = useState<GridSort>({ column: "name", descending: false });
  const [picked, setPicked] = useState<PickedIn>({ ...NOTHING_PICKED, of: "", focus: null });

  const { root } = shown.system;
  const steps = place?.folder ?? [];
  const node = steps.at(-1)?.node ?? root;
  const listing = place === null ? null : folders.listing(node);
  const current = lists.filter(({ of }) => of === shown.key);
  const list =
    current.flatMap((each) => (each.kind === shownList && each.kind !== "deleted" ? [each] : []))[0] ?? null;
  const gone = current.find((each) => each.kind === "deleted");
  const deletedHere = useMemo(
    () =>
      !showDeleted || gone?.kind !== "deleted"
        ? NONE_DELETED
        : gone.result.files.filter(({ parent }) => (parent ?? root) === node),
    [showDeleted, gone, node, root],
  );
  const deletedWords = useMemo(() => {
    if (!showDeleted || gone?.kind !== "deleted") return null;
    const { count, files } = gone.result;
    const homeless = files.filter(({ parent }) => parent === null).length;
    return WORDS.lists.deletedFound(count, files.length, homeless);
  }, [showDeleted, gone]);
  const hit = current.find((each) => each.kind === "damaged");
  const damaged = useMemo(
    () => new Set(hit?.kind === "damaged" ? hit.result.files.map((file) => file.node) : []),
    [hit],
  );
  const isReading = listing !== null && !listing.complete && !listing.cut && listing.error === null;
  const stored = listing?.rows;
  const length = stored?.length;
  const rows = useMemo(
    () => {
      const all = gridRows(stored ?? [], deletedHere);
      // A long folder is sorted once it is read: to sort it at each of its parts takes seconds.
      return isReading && all.length > SORTED_WHILE_READ ? all : sortRows(all, sort);
    },
    // The array grows while the folder is read.
    // oxlint-disable-next-line react/exhaustive-deps
    [stored, length, isReading, deletedHere, sort],
  );

  const chosen = place?.chosen ?? null;
  const focusedRow =
    chosen === null
      ? null
      : (rows.find((row) => row.row?.node === chosen.node && row.name === chosen.name?.text) ??
        rows.find((row) => row.row?.node === chosen.node || row.deleted?.node === chosen.node) ??
        null);
  const focus = focusedRow?.key ?? null;
  const of = `${shown.key} ${keyOfSteps(steps)}`;
  const own = pickedHere(picked, of, focus);
  const keys = focusedRow !== null && own.keys.size === 0 ? new Set([focusedRow.key]) : own.keys;

  const choose = (row: GridRow) => {
    const step =
      row.row !== null
        ? { node: row.row.node, name: row.row.name }
        : { node: row.deleted?.node ?? 0, name: row.deleted?.name ?? null };
    if (!isNameless(row)) chooseEntry(step);
  };
  const open = (row: GridRow) => {
    if (row.row !== null && isFolder(row.row))
      openFolder([...steps, { node: row.row.node, name: row.row.name }]);
  };
  const up = () => {
    if (steps.length > 0) openFolder(steps.slice(0, -1), steps.at(-1) ?? null);
  };
  const isLinuxRoot =
    steps.length === 0 &&
    shown.system.name !== "NTFS" &&
    LINUX_ROOT.every((name) => rows.some((row) => row.name === name));

  const middle =
    list === null ? (
      <FolderPane
        listing={listing}
        steps={steps}
        missing={place?.missing ?? null}
        deletedWords={deletedWords}
        rows={rows}
        sort={sort}
        onSort={(column) =>
          setSort((before) => ({ column, descending: before.column === column && !before.descending }))
        }
        focused={focus}
        picked={keys}
        onPick={(row, how) => {
          // The row with the details is picked as long as no other is.
          const before = own.keys.size === 0 ? { keys, anchor: focus } : own;
          setPicked({
            ...pick(
              before,
              row.key,
              how,
              rows.map(({ key }) => key),
            ),
            of,
            focus: isNameless(row) ? focus : row.key,
          });
          choose(row);
        }}
        onPickAll={() => setPicked({ keys: new Set(rows.map(({ key }) => key)), anchor: null, of, focus })}
        onOpen={open}
        onUp={up}
        onRetry={() => folders.retry(node)}
        damaged={damaged}
        at={shown.at}
      />
    ) : (
      <FileList list={list} />
    );
  const details = (
    <Details
      at={shown.at}
      viewKey={shown.key}
      system={shown.system}
      volume={volume}
      chosen={chosen ?? steps.at(-1) ?? null}
      deleted={focusedRow?.deleted ?? null}
      summary={summary}
    />
  );
  return (
    <div className={styles.system}>
      <FilesBar
        summary={summary}
        shown={shown}
        volume={volume}
        picks={extractPicks(rows, own, focusedRow, chosen)}
        looking={place === null}
        folder={steps.at(-1) ?? null}
        importable={isLinuxRoot}
      />
      <Extracted image={summary.id} />
      <div className={styles.panes}>
        <Split
          id={narrow ? "files-list-narrow" : "files-list"}
          orientation={narrow ? "vertical" : "horizontal"}
          panes={[
            {
              id: "list",
              label: WORDS.bars.list,
              size: narrow ? "50%" : "58%",
              min: narrow ? 90 : 260,
              content: middle,
            },
            {
              id: "details",
              label: WORDS.bars.list,
              size: narrow ? "50%" : "42%",
              min: narrow ? 90 : 220,
              content: details,
            },
          ]}
        />
      </div>
    </div>
  );
}
