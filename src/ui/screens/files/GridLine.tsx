import { File, FileQuestion, FileSymlink, FileX, Folder, Lock, Plug, TriangleAlert } from "lucide-react";
import type { FileKind } from "../../../../workers/api/index.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { cx } from "../../parts/cx.ts";
import shape from "../../views/scroll/rows.module.css";
import { accessText, timeText } from "./file-text.ts";
import styles from "./FolderGrid.module.css";
import type { GridRow } from "./rows.ts";
import { WORDS } from "./words.ts";

const ICONS: Readonly<Record<FileKind, typeof File>> = {
  file: File,
  directory: Folder,
  symlink: FileSymlink,
  "block-device": Plug,
  "character-device": Plug,
  fifo: Plug,
  socket: Plug,
  unknown: FileQuestion,
};

export interface GridLineProps {
  readonly id: string;
  readonly rowIndex: number;
  readonly row: GridRow;
  readonly selected: boolean;
  readonly focused: boolean;
  /** Whether damage of the disk hit the file. */
  readonly damaged: boolean;
}

/** What is the matter with an entry, in words; null where nothing is. */
function markOf(
  { row, deleted }: GridRow,
  damaged: boolean,
): { readonly text: string; readonly Icon: typeof File } | null {
  if (deleted !== null) return { text: WORDS.grid.deleted, Icon: FileX };
  if (row?.stat == null) return { text: WORDS.grid.unreadable, Icon: TriangleAlert };
  const { limit } = row.stat;
  if (damaged || limit?.kind === "damaged") return { text: WORDS.grid.damaged, Icon: TriangleAlert };
  if (limit === null) return null;
  return limit.kind === "encrypted"
    ? { text: WORDS.grid.encrypted, Icon: Lock }
    : { text: WORDS.grid.limited, Icon: TriangleAlert };
}

/** A line of the grid: kind, name and marks, size, time, mode and owner. */
export function GridLine({ id, rowIndex, row, selected, focused, damaged }: GridLineProps) {
  const Icon = row.deleted === null ? ICONS[row.kind] : FileX;
  const mark = markOf(row, damaged);
  const stat = row.row?.stat ?? null;
  const target = stat?.target ?? null;
  const name = row.name === "" ? WORDS.grid.nameless : visibleText(row.name);
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      className={cx(shape.row, styles.line, styles.row)}
      data-focused={focused || undefined}
      data-deleted={row.deleted !== null || undefined}
    >
      <span role="gridcell" className={cx(shape.name, styles.name)} title={name}>
        <Icon
          className={styles.icon}
          data-kind={row.kind}
          role="img"
          aria-label={row.deleted === null ? WORDS.grid.kind[row.kind] : WORDS.grid.deleted}
        />
        <span className={styles.label}>{name}</span>
        {target !== null && (
          <span className={styles.target}>{WORDS.grid.link(visibleText(target.text))}</span>
        )}
        {mark !== null && row.deleted === null && (
          <span className={styles.mark} data-tone={mark.Icon === Lock ? "info" : "warning"}>
            <mark.Icon aria-hidden="true" />
            <span>{mark.text}</span>
          </span>
        )}
      </span>
      <span role="gridcell" className={styles.size}>
        {row.size === null ? "" : sizeText(row.size)}
      </span>
      <span role="gridcell" className={styles.modified}>
        {row.modified === null ? "" : timeText(row.modified)}
      </span>
      <span role="gridcell" className={styles.access}>
        {stat === null ? "" : accessText(row.kind, stat)}
      </span>
    </div>
  );
}
