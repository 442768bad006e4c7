import type { KeptKind } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { restoreEdits } from "../edit/edits.ts";
import { loadRecent } from "./recent.ts";
import type { Action } from "../commands/registry.ts";
import { session } from "../engine/session.ts";
import { takeSummary } from "../engine/take-summary.ts";
import { loadWorkingDisks } from "./working-disks.ts";
import { WORDS } from "./words.ts";

async function loadKept(): Promise<void> {
  const kept = await connect()
    .kept.list()
    .catch(() => null);
  useStore.getState().setKept(kept);
}

/** Shows what the browser keeps of all files. */
async function showKept(): Promise<void> {
  await Promise.all([loadKept(), loadWorkingDisks(), loadRecent()]);
  useStore.getState().setKeptOpen(true);
}

async function takeNewSummary(): Promise<void> {
  const open = session();
  if (open !== null) takeSummary(await open.engine.images.summary(open.id));
}

/** Forgets what was kept of the open file's earlier visit; what is pending now stays. */
async function forgetKept(): Promise<void> {
  const open = session();
  if (open === null) return;
  await open.engine.kept.forget(open.id);
  await takeNewSummary();
}

/** Forgets what is kept of all files. */
export async function forgetAllKept(kind: KeptKind): Promise<void> {
  await connect().kept.forgetAll(kind);
  await Promise.all([loadKept(), takeNewSummary()]);
}

/** Begins or ends a private session. While it lasts, nothing of a file is kept, and no recent file. */
export async function setPrivateSession(on: boolean): Promise<void> {
  useStore.getState().setPrivateSession(on);
  await connect().kept.setPrivate(on);
  await Promise.all([loadKept(), takeNewSummary()]);
}

export const KEPT_ACTIONS: readonly Action[] = [
  {
    id: "kept.show",
    title: WORDS.titles["kept.show"],
    group: "File",
    run: showKept,
  },
  {
    id: "kept.begin-private",
    title: WORDS.titles["kept.begin-private"],
    group: "File",
    when: (state) => !state.privateSession,
    run: () => setPrivateSession(true),
  },
  {
    id: "kept.end-private",
    title: WORDS.titles["kept.end-private"],
    group: "File",
    when: (state) => state.privateSession,
    run: () => setPrivateSession(false),
  },
  {
    id: "edit.restore-kept",
    title: WORDS.titles["edit.restore-kept"],
    group: "Edit",
    when: ({ summary }) => summary !== null && summary.keptChanges > 0,
    run: restoreEdits,
  },
  {
    id: "edit.forget-kept",
    title: WORDS.titles["edit.forget-kept"],
    group: "Edit",
    when: ({ summary }) => summary !== null && summary.keptChanges > 0,
    run: forgetKept,
  },
];
