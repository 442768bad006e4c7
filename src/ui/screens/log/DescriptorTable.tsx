import { type ReactNode, useMemo } from "react";
import type { ReportDescriptor } from "../../../../workers/api/index.ts";
import { goToFileOffset } from "../../../actions/place/places.ts";
import { copyAndTell } from "../../views/hex/copy-and-tell.ts";
import type { ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { formatOffset } from "../../parts/format.ts";
import { sizeText, numberText } from "../../../../workers/shared/text.ts";
import { type TableColumn, WindowTable } from "../../views/table/WindowTable.tsx";
import { LinkButton } from "../../parts/LinkButton.tsx";
import type { LogRow } from "./log-model.ts";
import type { Descriptors } from "./use-descriptors.ts";
import { WORDS } from "./words.ts";

interface Indexed {
  readonly index: number;
}

function indexOf(row: Indexed): number {
  return row.index;
}

export interface DescriptorTableProps {
  readonly row: LogRow;
  readonly descriptors: Descriptors;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
}

/** What an entry writes, and where. */
export function DescriptorTable({ row, descriptors, selected, onSelect }: DescriptorTableProps) {
  const { at, rows, onWindow } = descriptors;
  const columns = useMemo((): readonly TableColumn<Indexed>[] => {
    const known = (index: number, show: (descriptor: ReportDescriptor) => ReactNode) => {
      const descriptor = at(index);
      return descriptor === null ? "…" : show(descriptor);
    };
    return [
      { id: "index", title: "#", width: "5ch", align: "end", render: ({ index }) => numberText(index) },
      {
        id: "target",
        title: WORDS.descriptors.target,
        width: "minmax(16ch, 1fr)",
        render: ({ index }) => known(index, (descriptor) => <Target descriptor={descriptor} />),
      },
      {
        id: "offset",
        title: WORDS.descriptors.fileOffset,
        width: "12ch",
        align: "end",
        mono: true,
        render: ({ index }) => known(index, ({ fileOffset }) => formatOffset(fileOffset)),
      },
      {
        id: "writes",
        title: WORDS.descriptors.writes,
        width: "13ch",
        align: "end",
        render: ({ index }) =>
          known(index, ({ kind, length }) => WORDS.descriptors.written(sizeText(length), kind)),
      },
    ];
  }, [at]);
  return (
    <WindowTable
      label={WORDS.descriptors.name}
      columns={columns}
      rows={rows}
      keyOf={indexOf}
      selected={selected}
      reveal={0}
      onSelect={({ index }) => onSelect(index)}
      onWindow={onWindow}
      actionsFor={({ index }) => descriptorActions(at(index))}
      empty={row.state === "torn" ? WORDS.descriptors.torn : WORDS.descriptors.none}
    />
  );
}

function descriptorActions(descriptor: ReportDescriptor | null): readonly ContextMenuItem[] {
  if (descriptor === null) return [];
  const { target, fileOffset, length } = descriptor;
  const offset = Number(fileOffset);
  return [
    {
      id: "structure",
      label: WORDS.descriptors.show(target),
      disabled: !Number.isSafeInteger(offset),
      run: () => void goToFileOffset(offset, length, { screen: "structure" }),
    },
    {
      id: "copy-file-offset",
      label: WORDS.entry.copyFileOffset,
      run: () => void copyAndTell(formatOffset(fileOffset), WORDS.entry.theFileOffset),
    },
  ];
}

/** The target's name; leads to it in Structure. */
function Target({ descriptor }: { descriptor: ReportDescriptor }) {
  const offset = Number(descriptor.fileOffset);
  if (!Number.isSafeInteger(offset)) return descriptor.target;
  return (
    <LinkButton
      title={WORDS.descriptors.show(descriptor.target)}
      onPress={() => void goToFileOffset(offset, descriptor.length, { screen: "structure" })}
    >
      {descriptor.target}
    </LinkButton>
  );
}
