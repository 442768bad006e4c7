import type { ChildOptions, ImageId, Relinked } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { shownNode } from "../../state/chain.ts";
import { type AppState, useStore } from "../../state/store.ts";
import { showFile } from "./files.ts";
import { takeForest } from "./forest.ts";
import { type MadeDisk, makeAs, type NewDiskPlace } from "./new-disk.ts";
import { goToBatEntry, goToFileOffset } from "../place/places.ts";
import type { Action } from "../commands/registry.ts";
import { WORDS } from "./words.ts";

/** Title of the job that makes a child. */
export const MAKING_CHILD = WORDS.makingChild;

function take({ forest, changed }: Relinked): void {
  takeForest(forest, changed);
}

/** Sets an open file as a disk's parent, even if it does not match. */
export async function linkParent(child: ImageId, parent: ImageId): Promise<void> {
  take(await connect().chain.link(child, parent));
}

/** Removes a disk's parent; neither file is changed. */
export async function unlinkParent(child: ImageId): Promise<void> {
  take(await connect().chain.unlink(child));
}

/** Shows a block of another file of the chain, among that file's structures. */
export async function goToOwner(id: ImageId, batIndex: number): Promise<void> {
  await showFile(id);
  await goToBatEntry(batIndex, { screen: "structure" });
}

/** Shows bytes of another file of the chain, among that file's structures. */
export async function goToOwnerBytes(id: ImageId, fileOffset: number): Promise<void> {
  await showFile(id);
  await goToFileOffset(fileOffset, 0, { screen: "structure" });
}

/**
 * Makes a differencing child of an open disk.
 *
 * @returns null where the user closed the picker or cancelled.
 * @throws VhdxError as the engine and the browser's picker do.
 */
export function makeChild(
  parent: ImageId,
  options: ChildOptions,
  place: NewDiskPlace,
): Promise<MadeDisk | null> {
  return makeAs(MAKING_CHILD, options.name, place, {
    file: (to, job) => connect().children.create(parent, options, to, job),
    working: (job) => connect().children.createWorking(parent, options, job),
  });
}

const hasParent = (state: AppState) => shownNode(state)?.parent != null;

export const CHAIN_ACTIONS: readonly Action[] = [
  {
    id: "chain.create-child",
    title: WORDS.titles["chain.create-child"],
    group: "Chain",
    when: ({ summary }) => summary !== null && summary.diskReadable[summary.defaultLayer],
    run: () => useStore.getState().setChainDialog("create-child"),
  },
  {
    id: "chain.relink",
    title: WORDS.titles["chain.relink"],
    group: "Chain",
    when: hasParent,
    run: () => useStore.getState().setChainDialog("relink"),
  },
  {
    id: "chain.choose-parent",
    title: WORDS.titles["chain.choose-parent"],
    group: "Chain",
    when: (state) => hasParent(state) && state.files.length > 1,
    run: () => useStore.getState().setChainDialog("choose-parent"),
  },
  {
    id: "chain.unlink",
    title: WORDS.titles["chain.unlink"],
    group: "Chain",
    when: (state) => shownNode(state)?.parent?.id != null,
    run: () => useStore.getState().setChainDialog("unlink"),
  },
  {
    id: "chain.show-parent",
    title: WORDS.titles["chain.show-parent"],
    group: "Chain",
    when: (state) => shownNode(state)?.parent?.id != null,
    run: async () => {
      const id = shownNode(useStore.getState())?.parent?.id ?? null;
      if (id !== null) await showFile(id);
    },
  },
  {
    id: "chain.show-child",
    title: WORDS.titles["chain.show-child"],
    group: "Chain",
    when: (state) => (shownNode(state)?.children.length ?? 0) > 0,
    run: async () => {
      const [id] = shownNode(useStore.getState())?.children ?? [];
      if (id !== undefined) await showFile(id);
    },
  },
];
