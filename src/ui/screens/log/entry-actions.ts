import { goToLogEntry } from "../../../actions/place/places.ts";
import type { ContextMenuItem } from "../../parts/ContextMenu.tsx";
import { formatOffset } from "../../parts/format.ts";
import { copyAndTell } from "../../views/hex/copy-and-tell.ts";
import { entryFileOffset, type LogModel, type LogRow } from "./log-model.ts";
import { WORDS } from "./words.ts";

export interface EntryActions {
  readonly model: LogModel;
  /** Entries of the active sequence applied so far; -1 on the Original layer. */
  readonly applied: number;
  readonly canReplay: boolean;
  readonly onReplayTo: (order: number) => void;
  readonly onSave: (row: LogRow) => void;
}

/** The menu of a log entry: what the buttons of its panel do, and its two offsets for the clipboard. */
export function entryActions(row: LogRow, actions: EntryActions): readonly ContextMenuItem[] {
  const { model, applied, canReplay, onReplayTo, onSave } = actions;
  const { order } = row;
  const file = entryFileOffset(model.log, row);
  return [
    ...(order === null || !canReplay
      ? []
      : [
          {
            id: "replay",
            label: WORDS.entry.replayToHere,
            disabled: order === applied,
            run: () => onReplayTo(order),
          },
        ]),
    {
      id: "structure",
      label: WORDS.entry.showInStructure,
      keys: "Enter",
      run: () => void goToLogEntry(row.offset, { screen: "structure" }),
    },
    { id: "save", label: WORDS.entry.save, run: () => onSave(row) },
    {
      id: "copy-log-offset",
      label: WORDS.entry.copyLogOffset,
      run: () => void copyAndTell(formatOffset(row.offset), WORDS.entry.theLogOffset),
    },
    {
      id: "copy-file-offset",
      label: WORDS.entry.copyFileOffset,
      run: () => void copyAndTell(formatOffset(file), WORDS.entry.theFileOffset),
    },
  ];
}
