import { ChevronRight, CornerLeftUp } from "lucide-react";
import type { FilesAt } from "../../../../workers/api/index.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { openFolder } from "../../../actions/browse/go.ts";
import { showFirstRun } from "../../../actions/browse/owner.ts";
import type { BrowseStep } from "../../../state/browse.ts";
import { Button, IconButton } from "../../parts/Button.tsx";
import { ErrorNote } from "../../parts/ErrorNote.tsx";
import { Note } from "../../parts/Note.tsx";
import styles from "./Files.module.css";
import { FolderGrid, type FolderGridProps } from "./FolderGrid.tsx";
import { type Listing, MOST_ROWS } from "./folders.ts";
import { type GridRow, isFolder } from "./rows.ts";
import { WORDS } from "./words.ts";

export interface FolderPaneProps extends Omit<FolderGridProps, "actionsFor" | "empty"> {
  /** Null while the folder is looked for. */
  readonly listing: Listing | null;
  readonly steps: readonly BrowseStep[];
  /** A name that was asked for and is not there; null where all are. */
  readonly missing: string | null;
  /** What is said of the deleted files of the volume; null where they are not shown. */
  readonly deletedWords: string | null;
  readonly onRetry: () => void;
  readonly at: FilesAt;
}

/** A folder: its path, its entries, and what of it can't be read. */
export function FolderPane({ listing, steps, missing, deletedWords, onRetry, at, ...grid }: FolderPaneProps) {
  const count = listing?.rows.length ?? 0;
  const isReading = listing === null || (!listing.complete && !listing.cut && listing.error === null);
  // A folder without an entry that could be read is not said to be empty.
  const isUnknown =
    listing !== null && (listing.error !== null || (count === 0 && listing.problems.length > 0));
  return (
    <div className={styles.column}>
      <PathBar steps={steps} onUp={grid.onUp} />
      {missing !== null && (
        <div className={styles.note}>
          <Note severity="info">{WORDS.goneFrom(visibleText(missing))}</Note>
        </div>
      )}
      {deletedWords !== null && (
        <div className={styles.note}>
          <Note severity="info">{deletedWords}</Note>
        </div>
      )}
      {listing?.error != null && (
        <ErrorNote
          title={WORDS.grid.cantRead}
          error={listing.error}
          actions={<Button onPress={onRetry}>{WORDS.retry}</Button>}
        />
      )}
      {listing !== null && listing.problems.length > 0 && (
        <div className={styles.note}>
          {listing.problems.slice(0, 3).map((problem) => (
            <Note key={problem} severity="warning">
              {visibleText(problem)}
            </Note>
          ))}
          {listing.problems.length > 3 && <p>{WORDS.volume.more(listing.problems.length - 3)}</p>}
        </div>
      )}
      <div className={styles.grow}>
        <FolderGrid
          {...grid}
          empty={isReading ? WORDS.grid.reading : isUnknown ? "" : WORDS.grid.empty}
          actionsFor={(row) => actionsFor(row, grid.onOpen, at)}
        />
      </div>
      <p role="status" className={styles.foot}>
        {listing?.cut === true
          ? WORDS.grid.cut(MOST_ROWS)
          : isUnknown && count === 0
            ? ""
            : isReading || isUnknown
              ? WORDS.grid.soFar(count)
              : WORDS.grid.count(count, grid.rows.filter(({ deleted }) => deleted !== null).length)}
        {grid.picked.size > 1 && <span>{WORDS.grid.selected(grid.picked.size)}</span>}
      </p>
    </div>
  );
}

function actionsFor(row: GridRow, open: (row: GridRow) => void, at: FilesAt) {
  if (row.row === null) return [];
  const { node } = row.row;
  return [
    ...(isFolder(row.row)
      ? [{ id: "open", label: WORDS.grid.menu.open, keys: "Enter", run: () => open(row) }]
      : [{ id: "disk", label: WORDS.grid.menu.disk, run: () => void showFirstRun(at, node) }]),
  ];
}

/** The way to the folder; each step leads to its folder. */
function PathBar({ steps, onUp }: { readonly steps: readonly BrowseStep[]; readonly onUp: () => void }) {
  return (
    <nav aria-label={WORDS.path.name} className={styles.path}>
      <IconButton
        label={WORDS.path.up}
        keys="Backspace"
        size="s"
        icon={<CornerLeftUp />}
        isDisabled={steps.length === 0}
        onPress={onUp}
      />
      <ol className={styles.steps}>
        <li>
          <button
            type="button"
            className={styles.step}
            aria-current={steps.length === 0 ? "page" : undefined}
            onClick={() => openFolder([])}
          >
            {WORDS.path.root}
          </button>
        </li>
        {steps.map((step, at) => (
          <li key={step.node}>
            <ChevronRight aria-hidden="true" className={styles.chevron} />
            <button
              type="button"
              className={styles.step}
              aria-current={at === steps.length - 1 ? "page" : undefined}
              onClick={() => openFolder(steps.slice(0, at + 1))}
            >
              {visibleText(step.name?.text ?? "…")}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
