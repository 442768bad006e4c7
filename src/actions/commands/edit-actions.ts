import { pendingCount } from "../../state/edits.ts";
import { useStore } from "../../state/store.ts";
import { askToDiscardEdits, checkEdited, compareEdited, redoEdit, undoEdit } from "../edit/edits.ts";
import type { Action } from "./registry.ts";
import { repairSafely } from "../edit/repairs.ts";
import { WORDS } from "./words.ts";

export const EDIT_ACTIONS: readonly Action[] = [
  {
    id: "edit.undo",
    title: WORDS.titles["edit.undo"],
    group: "Edit",
    keys: ["Ctrl+Z"],
    when: (state) => pendingCount(state) > 0,
    run: undoEdit,
  },
  {
    id: "edit.redo",
    title: WORDS.titles["edit.redo"],
    group: "Edit",
    keys: ["Ctrl+Y", "Ctrl+Shift+Z"],
    when: (state) => (state.changes?.undone.length ?? 0) > 0,
    run: redoEdit,
  },
  {
    id: "edit.changes",
    title: WORDS.titles["edit.changes"],
    group: "Edit",
    when: (state) => pendingCount(state) > 0,
    run: () => {
      const { setLayer, show } = useStore.getState();
      setLayer("edited");
      show("export");
    },
  },
  {
    id: "edit.compare",
    title: WORDS.titles["edit.compare"],
    group: "Edit",
    when: (state) => pendingCount(state) > 0,
    run: compareEdited,
  },
  {
    id: "edit.check",
    title: WORDS.titles["edit.check"],
    group: "Edit",
    when: (state) => pendingCount(state) > 0,
    run: checkEdited,
  },
  {
    id: "edit.repair",
    title: WORDS.titles["edit.repair"],
    group: "Edit",
    when: (state) => state.summary !== null && state.summary.outcome !== "not-vhdx",
    run: () => {
      const { setFinished, setRepairOpen } = useStore.getState();
      setFinished(null);
      setRepairOpen(true);
    },
  },
  {
    id: "edit.repair-safe",
    title: WORDS.titles["edit.repair-safe"],
    group: "Edit",
    when: (state) => state.summary !== null && state.summary.outcome !== "not-vhdx",
    run: repairSafely,
  },
  {
    id: "edit.discard-all",
    title: WORDS.titles["edit.discard-all"],
    group: "Edit",
    when: (state) => pendingCount(state) > 0,
    run: askToDiscardEdits,
  },
  {
    id: "edit.replace-original",
    title: WORDS.titles["edit.replace-original"],
    group: "Edit",
    when: (state) => pendingCount(state) > 0 && state.summary?.hasHandle === true,
    run: () => useStore.getState().setReplacing("asking"),
  },
];
