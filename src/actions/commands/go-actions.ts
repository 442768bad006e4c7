import type { ActionId } from "../../../workers/api/index.ts";
import { useStore } from "../../state/store.ts";
import { type Contextual, handlerOf } from "./contextual.ts";
import { goToNextFinding } from "../place/findings.ts";
import type { Action, ActionGroup } from "./registry.ts";
import { WORDS } from "./words.ts";

function contextual(
  id: ActionId & keyof typeof WORDS.titles,
  name: Contextual,
  group: ActionGroup,
  keys: readonly string[] = [],
): Action {
  return {
    id,
    title: WORDS.titles[id],
    group,
    keys,
    when: () => handlerOf(name) !== null,
    run: () => handlerOf(name)?.(),
  };
}

export const GO_ACTIONS: readonly Action[] = [
  {
    id: "go.to",
    title: WORDS.titles["go.to"],
    group: "Go",
    keys: ["Ctrl+G"],
    when: (state) => state.summary !== null,
    run: () => useStore.getState().setPalette("places"),
  },
  contextual("find.open", "find", "Go", ["Ctrl+F"]),
  contextual("find.next", "find-next", "Go", ["F3"]),
  contextual("find.previous", "find-previous", "Go", ["Shift+F3"]),
  contextual("field.next", "next-field", "Go", ["]"]),
  contextual("field.previous", "previous-field", "Go", ["["]),
  contextual("difference.next", "next-difference", "Go", ["N"]),
  contextual("difference.previous", "previous-difference", "Go", ["P"]),
  {
    id: "finding.next",
    title: WORDS.titles["finding.next"],
    group: "Go",
    keys: ["F8"],
    when: (state) => state.summary !== null,
    run: () => goToNextFinding(1),
  },
  {
    id: "finding.previous",
    title: WORDS.titles["finding.previous"],
    group: "Go",
    keys: ["Shift+F8"],
    when: (state) => state.summary !== null,
    run: () => goToNextFinding(-1),
  },
  contextual("bytes.bookmark", "add-bookmark", "Bytes", ["Ctrl+D"]),
  contextual("bytes.copy-offset", "copy-offset", "Bytes"),
  contextual("bytes.copy", "copy-bytes", "Bytes"),
  contextual("bytes.save", "save-bytes", "Bytes"),
  contextual("edit.bytes", "edit-bytes", "Edit", ["F2"]),
  contextual("edit.paste", "paste-bytes", "Edit"),
  contextual("edit.fill", "fill-range", "Edit"),
  contextual("edit.zero", "zero-range", "Edit"),
  contextual("edit.apply-log", "apply-log", "Edit"),
  contextual("edit.discard-log", "discard-log", "Edit"),
];
