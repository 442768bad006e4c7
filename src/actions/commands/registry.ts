import type { ActionId } from "../../../workers/api/index.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { settleTyping } from "../edit/typing.ts";

/** Headings of the palette and the shortcuts dialog, in their order. */
export const ACTION_GROUPS = [
  "File",
  "Chain",
  "Go",
  "View",
  "Layer",
  "Bytes",
  "Edit",
  "Export",
  "Help",
] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

/** Something the user can do. Palette, menus, shortcuts dialog and keys all read it. */
export interface Action {
  /** Stable, dotted: "screen.log". The engine's verdict names its next steps by these. */
  readonly id: ActionId;
  /** An imperative in sentence case: "Compute hashes". */
  readonly title: string;
  readonly group: ActionGroup;
  /** "Ctrl+K", "F8", "?"; Ctrl is Command on a Mac. All do the same; the first is shown. */
  readonly keys?: readonly string[];
  /** Whether the action is available now; left out: always. */
  readonly when?: (state: AppState) => boolean;
  readonly run: () => void | Promise<void>;
}

const actions = new Map<ActionId, Action>();

/**
 * Adds actions, for good or for as long as a view is shown.
 *
 * @returns a function that takes them away again.
 * @throws Error where an id is taken: two meanings of one id are a bug.
 */
export function addActions(added: readonly Action[]): () => void {
  for (const action of added) {
    if (actions.has(action.id)) throw new Error(`Two actions are called ${action.id}`);
    actions.set(action.id, action);
  }
  return () => {
    for (const action of added) actions.delete(action.id);
  };
}

/** The action with that id, available or not. */
export function findAction(id: ActionId): Action | null {
  return actions.get(id) ?? null;
}

/** All actions, group by group, in the order they were added. */
export function allActions(): readonly Action[] {
  return [...actions.values()].toSorted(
    (a, b) => ACTION_GROUPS.indexOf(a.group) - ACTION_GROUPS.indexOf(b.group),
  );
}

/** Whether the action can run in this state. */
export function isAvailable(action: Action, state: AppState): boolean {
  return action.when?.(state) ?? true;
}

/** Runs an action if it is available. A failure is shown to the user. */
export async function runAction(id: ActionId): Promise<void> {
  const action = actions.get(id);
  if (action === undefined || !isAvailable(action, useStore.getState())) return;
  try {
    // Called before any await, after which a picker would no longer open for the user's click.
    const settled = settleTyping();
    if (settled !== null) await settled;
    await action.run();
  } catch (thrown) {
    reportTrouble(action.title, thrown);
  }
}
