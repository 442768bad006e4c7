import { Check } from "lucide-react";
import { useMemo, useState } from "react";
import { formatOffset } from "../../parts/format.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";
import { type TableColumn, type TableSort, WindowTable } from "../../views/table/WindowTable.tsx";
import type { ContextMenuItem } from "../../parts/ContextMenu.tsx";
import styles from "./Log.module.css";
import { entryFileOffset, type LogColumn, type LogModel, type LogRow, sortRows } from "./log-model.ts";
import { StateMark } from "./StateMark.tsx";
import { WORDS } from "./words.ts";

type Column = TableColumn<LogRow> & { readonly id: LogColumn | "file" | "order" | "reason" };

export interface EntryTableProps {
  readonly model: LogModel;
  readonly selected: LogRow | null;
  /** Entries of the active sequence applied so far. */
  readonly applied: number;
  /** Whether the log has been read. */
  readonly scanned: boolean;
  readonly reveal: number;
  readonly onSelect: (row: LogRow) => void;
  readonly onOpen: (row: LogRow) => void;
  readonly actionsFor: (row: LogRow) => readonly ContextMenuItem[];
}

function offsetOf(row: LogRow): number {
  return row.offset;
}

/** The table `Log entries`. */
export function EntryTable(props: EntryTableProps) {
  const { model, selected, applied, scanned, reveal, onSelect, onOpen, actionsFor } = props;
  const [sort, setSort] = useState<TableSort>({ column: "offset", descending: false });
  const rows = useMemo(() => sortRows(model.rows, sort), [model.rows, sort]);
  return (
    <WindowTable
      label={WORDS.entries.name}
      columns={columns(model.log, applied)}
      rows={rows}
      keyOf={offsetOf}
      selected={selected?.offset ?? null}
      reveal={reveal}
      onSelect={onSelect}
      onOpen={onOpen}
      actionsFor={actionsFor}
      sort={sort}
      onSort={(column) =>
        setSort((last) => ({ column, descending: last.column === column && !last.descending }))
      }
      empty={scanned ? WORDS.entries.none : ""}
    />
  );
}

/** Offsets and tails count from the start of the log; beside them stands where the entry is in the file. */
function columns(log: LogModel["log"], applied: number): readonly Column[] {
  return [
    {
      id: "offset",
      title: WORDS.entries.logOffset,
      width: "13ch",
      mono: true,
      sortable: true,
      render: (row) => formatOffset(row.offset),
    },
    {
      id: "file",
      title: WORDS.entries.fileOffset,
      width: "13ch",
      mono: true,
      render: (row) => formatOffset(entryFileOffset(log, row)),
    },
    {
      id: "sequence",
      title: WORDS.entries.sequence,
      width: "22ch",
      align: "end",
      mono: true,
      sortable: true,
      render: (row) => String(row.sequenceNumber),
    },
    {
      id: "order",
      title: WORDS.entries.replay,
      width: "8ch",
      align: "end",
      render: (row) => <Order row={row} applied={applied} />,
    },
    {
      id: "state",
      title: WORDS.entries.state,
      width: "13ch",
      sortable: true,
      render: (row) => <StateMark state={row.state} />,
    },
    {
      id: "length",
      title: WORDS.entries.length,
      width: "10ch",
      align: "end",
      sortable: true,
      render: (row) => sizeText(row.length),
    },
    {
      id: "descriptors",
      title: WORDS.entries.descriptors,
      width: "12ch",
      align: "end",
      sortable: true,
      render: (row) => numberText(row.descriptorCount),
    },
    {
      id: "tail",
      title: WORDS.entries.tail,
      width: "15ch",
      align: "end",
      mono: true,
      sortable: true,
      render: (row) => formatOffset(row.tail),
    },
    {
      id: "flushed",
      title: WORDS.entries.flushed,
      width: "13ch",
      align: "end",
      sortable: true,
      render: (row) => sizeText(row.flushedFileOffset),
    },
    {
      id: "last",
      title: WORDS.entries.last,
      width: "14ch",
      align: "end",
      sortable: true,
      render: (row) => sizeText(row.lastFileOffset),
    },
    {
      id: "reason",
      title: WORDS.entries.reason,
      width: "minmax(12ch, 1fr)",
      render: (row) => (
        <span className={styles.inRow} title={row.reason}>
          {row.reason}
        </span>
      ),
    },
  ];
}

/** Place in the active sequence, with a tick once it is applied. */
function Order({ row, applied }: { row: LogRow; applied: number }) {
  if (row.order === null) return null;
  return row.order <= applied ? (
    <span className={styles.applied}>
      <Check role="img" aria-label={WORDS.entries.applied} className={styles.tick} />
      {row.order}
    </span>
  ) : (
    row.order
  );
}
