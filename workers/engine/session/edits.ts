import type { EditsApi } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import { dryRun } from "../edits/dry-run.ts";
import { checkField } from "../edits/set-field.ts";
import { replaceOriginal } from "../exports/replayed/replace-original.ts";
import { refreshed } from "../image/open-source.ts";
import { NO_NOTES } from "../kept/kept-notes.ts";
import { summaryOf } from "../report/summary.ts";
import { editState, keepEdits } from "./edit-state.ts";
import type { OpenFiles } from "./open-files.ts";

const NO_HANDLE =
  "The browser gave this page no handle of the file, so it can't be replaced. Save a copy or a patch.";

export function editsApi(files: OpenFiles): EditsApi {
  return {
    apply: async (id, action) => {
      const file = files.get(id);
      if (file.working === null) {
        await file.edits.ready(action);
        file.edits.apply(action);
        return keepEdits(files, id);
      }
      files.checkNoParent(id);
      try {
        file.working.edits.apply(action, files.context(id, { name: "original", upTo: null }));
      } finally {
        // Even a failed change may have written something.
        files.replace(id, refreshed(file));
      }
      return editState(files, id);
    },
    checkField: async (id, layer, node, field, value) =>
      checkField(files.context(id, layer), node, field, value),
    undo: async (id) => {
      files.get(id).edits.undo();
      return keepEdits(files, id);
    },
    redo: async (id) => {
      files.get(id).edits.redo();
      return keepEdits(files, id);
    },
    clear: async (id) => {
      files.get(id).edits.clear();
      return keepEdits(files, id);
    },
    changes: async (id) => files.get(id).edits.list(),
    dryRun: async (id, job) => {
      const file = files.get(id);
      const options = { label: "Checking the edited disk", unit: "bytes" } as const;
      return files.jobs.run(job, options, (context) => dryRun(file, context));
    },
    replaceOriginal: async (id, job) => {
      const { source, edits, image, lastModified, kept: earlier, notes } = files.get(id);
      if (source.kind !== "handle") throw new VhdxError("not-available", NO_HANDLE);
      if (edits.isEmpty) throw new VhdxError("not-available", "There are no edits to save.");
      files.checkNoParent(id);
      const opened = { size: image.store.size, lastModified };
      const options = { label: "Replacing the original", unit: "bytes" } as const;
      await files.jobs.run(job, options, (context) =>
        replaceOriginal(source.handle, opened, edits.context.layer.store, context),
      );
      await files.keeper.saveEdits(image.store, []);
      await files.keeper.saveNotes(image.store, NO_NOTES);
      // The digests were those of the file before.
      const replaced = { ...(await files.open(source)), kept: earlier, notes: { ...notes, digests: null } };
      // The new file may have a new key.
      await files.keeper.saveEdits(replaced.image.store, earlier);
      await files.keeper.saveNotes(replaced.image.store, { ...replaced.notes, lastModified: null });
      files.replace(id, replaced);
      return summaryOf(id, replaced);
    },
  };
}
