import { CornerDownRight } from "lucide-react";
import type { ReportDescriptor } from "../../../workers/api/index.ts";
import { goToFileOffset } from "../../actions/places.ts";
import { formatBytes, formatCount, formatOffset } from "../parts/format.ts";
import { type TableColumn, WindowTable } from "../table/WindowTable.tsx";
import styles from "./Log.module.css";
import type { LogRow } from "./log-model.ts";

export interface IndexedDescriptor {
  readonly index: number;
  readonly descriptor: ReportDescriptor;
}

const COLUMNS: readonly TableColumn<IndexedDescriptor>[] = [
  { id: "index", title: "#", width: "6ch", align: "end", render: ({ index }) => formatCount(index) },
  { id: "kind", title: "Kind", width: "7ch", render: ({ descriptor }) => descriptor.kind },
  {
    id: "target",
    title: "Target",
    width: "minmax(22ch, 1fr)",
    render: ({ descriptor }) => <Target descriptor={descriptor} />,
  },
  {
    id: "offset",
    title: "File offset",
    width: "13ch",
    align: "end",
    mono: true,
    render: ({ descriptor }) => formatOffset(descriptor.fileOffset),
  },
  {
    id: "length",
    title: "Length",
    width: "10ch",
    align: "end",
    render: ({ descriptor }) => formatBytes(descriptor.length),
  },
];

function indexOf(row: IndexedDescriptor): number {
  return row.index;
}

export interface DescriptorTableProps {
  readonly row: LogRow;
  readonly rows: readonly IndexedDescriptor[];
  readonly selected: number;
  readonly onSelect: (index: number) => void;
}

/** What an entry writes, and where. */
export function DescriptorTable({ row, rows, selected, onSelect }: DescriptorTableProps) {
  return (
    <WindowTable
      key={row.offset}
      label="Descriptors"
      columns={COLUMNS}
      rows={rows}
      keyOf={indexOf}
      selected={selected}
      reveal={0}
      onSelect={({ index }) => onSelect(index)}
      empty={
        row.entry.descriptorCount === 0
          ? "This entry has no descriptors: it writes nothing."
          : "Its descriptors can't be read."
      }
    />
  );
}

/** The target's name; leads to it in Structure. */
function Target({ descriptor }: { descriptor: ReportDescriptor }) {
  const offset = Number(descriptor.fileOffset);
  if (!Number.isSafeInteger(offset)) return descriptor.target;
  return (
    <button
      type="button"
      className={styles.target}
      title={`Show ${descriptor.target} in Structure`}
      onClick={() => void goToFileOffset(offset, descriptor.length, { screen: "structure" })}
    >
      {descriptor.target}
      <CornerDownRight aria-hidden="true" className={styles.tick} />
    </button>
  );
}
