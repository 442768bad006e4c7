import { formatOffset } from "../../parts/format.ts";
import { sizeText } from "../../../../workers/shared/text.ts";
import { type TableColumn, WindowTable } from "../../views/table/WindowTable.tsx";
import type { NumberedDifference } from "./sides.ts";
import { WORDS } from "./words.ts";

export interface DifferenceTableProps {
  readonly rows: readonly NumberedDifference[];
  readonly selected: number | null;
  /** Whether both sides have their bytes at the same offset. */
  readonly aligned: boolean;
  readonly reveal: number;
  readonly empty: string;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (row: NumberedDifference) => void;
}

type Column = TableColumn<NumberedDifference>;

const STRUCTURE: Column = {
  id: "structure",
  title: WORDS.differences.structure,
  width: "minmax(18ch, 26ch)",
  render: ({ difference }) => difference.structure,
};
const SENTENCE: Column = {
  id: "sentence",
  title: WORDS.differences.difference,
  width: "minmax(40ch, 1fr)",
  render: ({ difference }) => <span title={difference.sentence}>{difference.sentence}</span>,
};
const BYTES: Column = {
  id: "bytes",
  title: WORDS.differences.bytes,
  width: "minmax(24ch, 39ch)",
  mono: true,
  render: ({ difference: { bytesA, bytesB } }) => `${short(bytesA)} → ${short(bytesB)}`,
};
const LENGTH: Column = {
  id: "length",
  title: WORDS.differences.length,
  width: "12ch",
  align: "end",
  render: ({ difference }) => sizeText(difference.length),
};

function offset(side: "offsetA" | "offsetB", title: string): Column {
  return {
    id: side,
    title,
    width: "15ch",
    align: "end",
    mono: true,
    render: ({ difference }) => formatOffset(difference[side]),
  };
}

const ALIGNED: readonly Column[] = [
  STRUCTURE,
  SENTENCE,
  BYTES,
  offset("offsetA", WORDS.differences.offset),
  LENGTH,
];
const APART: readonly Column[] = [
  STRUCTURE,
  SENTENCE,
  BYTES,
  offset("offsetA", WORDS.differences.offsetA),
  offset("offsetB", WORDS.differences.offsetB),
  LENGTH,
];

function indexOf(row: NumberedDifference): number {
  return row.index;
}

/** Enough of the bytes to recognise them. */
function short(hex: string): string {
  if (hex === "") return WORDS.differences.noBytes;
  return hex.length > 16 ? `${hex.slice(0, 16)}…` : hex;
}

/** The table `Differences`. */
export function DifferenceTable(props: DifferenceTableProps) {
  const { rows, selected, aligned, reveal, empty, onSelect, onOpen } = props;
  return (
    <WindowTable
      label={WORDS.differences.title}
      columns={aligned ? ALIGNED : APART}
      rows={rows}
      keyOf={indexOf}
      selected={selected}
      reveal={reveal}
      onSelect={({ index }) => onSelect(index)}
      onOpen={onOpen}
      empty={empty}
    />
  );
}
