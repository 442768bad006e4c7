import type { EditState, EngineApi, ImageId } from "../../api/index.ts";
import { VhdxError } from "../../bytes/error.ts";
import { dryRun } from "../edits/dry-run.ts";
import { checkField } from "../edits/set-field.ts";
import { replaceOriginal } from "../exports/replayed/replace-original.ts";
import { refreshed } from "../image/open-source.ts";
import { summaryOf } from "../report/summary.ts";
import type { OpenFiles } from "./open-files.ts";

type EditCalls = Pick<
  EngineApi,
  | "edit"
  | "checkField"
  | "undo"
  | "redo"
  | "clearEdits"
  | "changes"
  | "dryRun"
  | "replaceOriginal"
  | "restoreEdits"
  | "keptEdits"
  | "forgetEdits"
  | "setPrivate"
>;

const NO_HANDLE =
  "The browser gave this page no handle of the file, so it can't be replaced. Save a copy or a patch.";

/** An image and its pending changes as they are. */
export function editState(files: OpenFiles, id: ImageId): EditState {
  const file = files.get(id);
  return { summary: summaryOf(id, file), changes: file.edits.list() };
}

export function editCalls(files: OpenFiles): EditCalls {
  /** Keeps what is pending now, for the next visit. */
  const kept = async (id: ImageId): Promise<EditState> => {
    const { image, edits, kept: earlier } = files.get(id);
    // What waits to be restored is not lost because the user goes on without it.
    const keepProblem = await files.keeper.save(image.store, [...earlier, ...edits.actions]);
    files.replace(id, { ...files.get(id), keepProblem });
    return editState(files, id);
  };

  const forgetEarlier = (id: ImageId) => files.replace(id, { ...files.get(id), kept: [] });

  return {
    edit: async (id, action) => {
      const file = files.get(id);
      if (file.working === null) {
        file.edits.apply(action);
        return kept(id);
      }
      files.checkNoParent(id);
      try {
        file.working.edits.apply(action, files.context(id, { name: "original", upTo: null }));
      } finally {
        // Even a change that failed may have written something.
        files.replace(id, refreshed(file));
      }
      return editState(files, id);
    },
    checkField: async (id, layer, node, field, value) =>
      checkField(files.context(id, layer), node, field, value),
    undo: async (id) => {
      files.get(id).edits.undo();
      return kept(id);
    },
    redo: async (id) => {
      files.get(id).edits.redo();
      return kept(id);
    },
    clearEdits: async (id) => {
      files.get(id).edits.clear();
      return kept(id);
    },
    restoreEdits: async (id) => {
      const { edits, kept: earlier } = files.get(id);
      edits.restore(earlier);
      forgetEarlier(id);
      return kept(id);
    },
    keptEdits: async () => files.keeper.list(),
    forgetEdits: async (id) => {
      if (id === null) {
        for (const each of files.ids) forgetEarlier(each);
        await files.keeper.forgetAll();
      } else {
        forgetEarlier(id);
        await kept(id);
      }
    },
    setPrivate: async (on) => {
      if (on) for (const each of files.ids) forgetEarlier(each);
      await files.keeper.setPrivate(on);
    },
    changes: async (id) => files.get(id).edits.list(),
    dryRun: async (id, job, onProgress) => {
      const file = files.get(id);
      const options = { label: "Checking the edited disk", unit: "bytes" } as const;
      return files.jobs.run(job, options, onProgress, (context) => dryRun(file, context));
    },
    replaceOriginal: async (id, job, onProgress) => {
      const { source, edits, image, lastModified, kept: earlier } = files.get(id);
      if (source.kind !== "handle") throw new VhdxError("not-available", NO_HANDLE);
      if (edits.isEmpty) throw new VhdxError("not-available", "There are no edits to save.");
      files.checkNoParent(id);
      const opened = { size: image.store.size, lastModified };
      const options = { label: "Replacing the original", unit: "bytes" } as const;
      await files.jobs.run(job, options, onProgress, (context) =>
        replaceOriginal(source.handle, opened, edits.context.layer.store, context),
      );
      await files.keeper.save(image.store, []);
      const replaced = { ...(await files.open(source)), kept: earlier };
      // Under the name that the new file has now.
      await files.keeper.save(replaced.image.store, earlier);
      files.replace(id, replaced);
      return summaryOf(id, replaced);
    },
  };
}
