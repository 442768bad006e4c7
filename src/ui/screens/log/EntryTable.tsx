import { Check } from "lucide-react";
import { useMemo, useState } from "react";
import { formatOffset } from "../../parts/format.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";
import { type TableColumn, type TableSort, WindowTable } from "../../views/table/WindowTable.tsx";
import styles from "./Log.module.css";
import { type LogColumn, type LogModel, type LogRow, sortRows } from "./log-model.ts";
import { StateMark } from "./StateMark.tsx";

type Column = TableColumn<LogRow> & { readonly id: LogColumn | "order" | "reason" };

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
}

function offsetOf(row: LogRow): number {
  return row.offset;
}

/** The table `Log entries`. */
export function EntryTable(props: EntryTableProps) {
  const { model, selected, applied, scanned, reveal, onSelect, onOpen } = props;
  const [sort, setSort] = useState<TableSort>({ column: "offset", descending: false });
  const rows = useMemo(() => sortRows(model.rows, sort), [model.rows, sort]);
  return (
    <WindowTable
      label="Log entries"
      columns={columns(applied)}
      rows={rows}
      keyOf={offsetOf}
      selected={selected?.offset ?? null}
      reveal={reveal}
      onSelect={onSelect}
      onOpen={onOpen}
      sort={sort}
      onSort={(column) =>
        setSort((last) => ({ column, descending: last.column === column && !last.descending }))
      }
      empty={scanned ? "The ring holds no log entry, not even a torn one." : ""}
    />
  );
}

function columns(applied: number): readonly Column[] {
  return [
    {
      id: "offset",
      title: "Offset",
      width: "12ch",
      mono: true,
      sortable: true,
      render: (row) => formatOffset(row.offset),
    },
    {
      id: "sequence",
      title: "Sequence number",
      width: "22ch",
      align: "end",
      mono: true,
      sortable: true,
      render: (row) => String(row.sequenceNumber),
    },
    {
      id: "order",
      title: "Replay",
      width: "8ch",
      align: "end",
      render: (row) => <Order row={row} applied={applied} />,
    },
    {
      id: "state",
      title: "State",
      width: "13ch",
      sortable: true,
      render: (row) => <StateMark state={row.state} />,
    },
    {
      id: "length",
      title: "Length",
      width: "10ch",
      align: "end",
      sortable: true,
      render: (row) => sizeText(row.length),
    },
    {
      id: "descriptors",
      title: "Descriptors",
      width: "12ch",
      align: "end",
      sortable: true,
      render: (row) => numberText(row.descriptorCount),
    },
    {
      id: "tail",
      title: "Tail",
      width: "12ch",
      align: "end",
      mono: true,
      sortable: true,
      render: (row) => formatOffset(row.tail),
    },
    {
      id: "flushed",
      title: "Flushed",
      width: "11ch",
      align: "end",
      sortable: true,
      render: (row) => sizeText(row.flushedFileOffset),
    },
    {
      id: "last",
      title: "Last offset",
      width: "11ch",
      align: "end",
      sortable: true,
      render: (row) => sizeText(row.lastFileOffset),
    },
    {
      id: "reason",
      title: "Reason",
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
      <Check role="img" aria-label="applied" className={styles.tick} />
      {row.order}
    </span>
  ) : (
    row.order
  );
}
