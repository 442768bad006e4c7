import type { ActionId } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { type Contextual, handlerOf } from "./contextual.ts";
import { goToNextFinding } from "../place/findings.ts";
import type { Action, ActionGroup } from "./registry.ts";

function contextual(
  id: ActionId,
  name: Contextual,
  title: string,
  group: ActionGroup,
  keys: readonly string[] = [],
): Action {
  return { id, title, group, keys, when: () => handlerOf(name) !== null, run: () => handlerOf(name)?.() };
}

export const GO_ACTIONS: readonly Action[] = [
  {
    id: "go.to",
    title: "Go to offset, sector, block or BAT entry",
    group: "Go",
    keys: ["Ctrl+G"],
    when: (state) => state.summary !== null,
    run: () => useStore.getState().setPalette("places"),
  },
  contextual("find.open", "find", "Find", "Go", ["Ctrl+F"]),
  contextual("find.next", "find-next", "Find next", "Go", ["F3"]),
  contextual("find.previous", "find-previous", "Find previous", "Go", ["Shift+F3"]),
  contextual("field.next", "next-field", "Next field", "Go", ["]"]),
  contextual("field.previous", "previous-field", "Previous field", "Go", ["["]),
  contextual("difference.next", "next-difference", "Next difference", "Go", ["N"]),
  contextual("difference.previous", "previous-difference", "Previous difference", "Go", ["P"]),
  {
    id: "finding.next",
    title: "Next finding",
    group: "Go",
    keys: ["F8"],
    when: (state) => state.summary !== null,
    run: () => goToNextFinding(1),
  },
  {
    id: "finding.previous",
    title: "Previous finding",
    group: "Go",
    keys: ["Shift+F8"],
    when: (state) => state.summary !== null,
    run: () => goToNextFinding(-1),
  },
  contextual("bytes.bookmark", "add-bookmark", "Add a bookmark", "Bytes", ["Ctrl+D"]),
  contextual("bytes.copy-offset", "copy-offset", "Copy the offset", "Bytes"),
  contextual("bytes.copy", "copy-bytes", "Copy the selected bytes as hex", "Bytes"),
  contextual("bytes.save", "save-bytes", "Save the selected bytes", "Bytes"),
  contextual("edit.bytes", "edit-bytes", "Type over the bytes", "Edit", ["F2"]),
  contextual("edit.paste", "paste-bytes", "Paste bytes", "Edit"),
  contextual("edit.fill", "fill-range", "Fill range", "Edit"),
  contextual("edit.zero", "zero-range", "Zero range", "Edit"),
  contextual("edit.apply-log", "apply-log", "Apply log", "Edit"),
  contextual("edit.discard-log", "discard-log", "Discard log", "Edit"),
];
