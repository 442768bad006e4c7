import type { DeletedFile, FileKind, FileRow } from "../../../../workers/api/index.ts";

/** A line of the grid `Folder`: an entry of the folder, or one that was deleted from it. */
export interface GridRow {
  /** Of its own in the folder, and the same when the folder is read again. */
  readonly key: string;
  readonly name: string;
  readonly kind: FileKind;
  readonly row: FileRow | null;
  readonly deleted: DeletedFile | null;
  /** Bytes; null where unknown, and for folders. */
  readonly size: number | null;
  /** Nanoseconds since 1970. */
  readonly modified: bigint | null;
}

export type SortColumn = "name" | "size" | "modified";

export interface GridSort {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** Rows up to which names are sorted as people count, `file2` before `file10`: that takes seconds for a hundred thousand. */
const MOST_COUNTED = 20_000;

const counted = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The kind of an entry: as its node says, where the folder says nothing. */
function kindOf({ kind, stat }: FileRow): FileKind {
  return kind === "unknown" ? (stat?.kind ?? "unknown") : kind;
}

export const isFolder = (row: FileRow): boolean => kindOf(row) === "directory";

/** The lines of a folder, with the deleted entries where they are asked for. */
export function gridRows(rows: readonly FileRow[], deleted: readonly DeletedFile[]): readonly GridRow[] {
  const present = rows.map((row): GridRow => {
    const kind = kindOf(row);
    return {
      key: `${row.node}/${row.name.text}`,
      name: row.name.text,
      kind,
      row,
      deleted: null,
      size: kind === "directory" ? null : (row.stat?.size ?? null),
      modified: row.stat?.times.modified ?? null,
    };
  });
  const gone = deleted.map((file): GridRow => ({
    key: `deleted ${file.node}/${file.name?.text ?? ""}`,
    name: file.name?.text ?? "",
    kind: "unknown",
    row: null,
    deleted: file,
    size: file.size,
    modified: file.deleted,
  }));
  return [...present, ...gone];
}

type Compare = (a: GridRow, b: GridRow) => number;

function byName(rows: readonly GridRow[]): Compare {
  if (rows.length <= MOST_COUNTED) return (a, b) => counted.compare(a.name, b.name);
  const folded = new Map(rows.map((row) => [row, row.name.toLowerCase()]));
  return (a, b) => {
    const [x = "", y = ""] = [folded.get(a), folded.get(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

/** What is unknown comes before everything that is known. */
function byValue(value: (row: GridRow) => number | bigint | null): Compare {
  return (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x !== null) - Number(y !== null);
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

/** Folders first, then the others, both in the order of a column; equal ones by name. */
export function sortRows(rows: readonly GridRow[], { column, descending }: GridSort): readonly GridRow[] {
  const name = byName(rows);
  const compare = column === "name" ? name : byValue((row) => row[column]);
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const folders = Number(b.kind === "directory") - Number(a.kind === "directory");
    return folders || sign * compare(a, b) || name(a, b);
  });
}

/**
 * The row that typed characters lead to: the next one that begins with them; for one and the same character again and again, the
 * next after the present.
 *
 * @param from the present row
 * @returns null where no name begins so
 */
export function typedRow(rows: readonly Pick<GridRow, "name">[], typed: string, from: number): number | null {
  const same = typed === (typed[0] ?? "").repeat(typed.length);
  const text = (same ? (typed[0] ?? "") : typed).toLowerCase();
  const start = same ? from + 1 : from;
  for (let step = 0; step < rows.length; step++) {
    const at = (start + step) % rows.length;
    if (rows[at]?.name.toLowerCase().startsWith(text) === true) return at;
  }
  return null;
}
