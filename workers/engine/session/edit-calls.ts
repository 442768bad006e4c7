import type { EditState, EngineApi, ImageId } from "../../api/index.ts";
import { VhdxError } from "../../bytes/error.ts";
import { dryRun } from "../edits/dry-run.ts";
import { checkField } from "../edits/set-field.ts";
import { replaceOriginal } from "../exports/replace-original.ts";
import { openSource, refreshed } from "../open-source.ts";
import { summaryOf } from "../summary.ts";
import type { OpenFiles } from "./open-files.ts";

type EditCalls = Pick<
  EngineApi,
  "edit" | "checkField" | "undo" | "redo" | "clearEdits" | "changes" | "dryRun" | "replaceOriginal"
>;

const NO_HANDLE =
  "The browser gave this page no handle of the file, so it can't be replaced. Save a copy or a patch.";

export function editCalls(files: OpenFiles): EditCalls {
  const stateOf = (id: ImageId): EditState => {
    const file = files.get(id);
    return { summary: summaryOf(id, file), changes: file.edits.list() };
  };

  return {
    edit: async (id, action) => {
      const file = files.get(id);
      if (file.working === null) file.edits.apply(action);
      else {
        try {
          file.working.edits.apply(action, files.context(id, { name: "original", upTo: null }));
        } finally {
          // Even a change that failed may have written something.
          files.replace(id, refreshed(file));
        }
      }
      return stateOf(id);
    },
    checkField: async (id, layer, node, field, value) =>
      checkField(files.context(id, layer), node, field, value),
    undo: async (id) => {
      files.get(id).edits.undo();
      return stateOf(id);
    },
    redo: async (id) => {
      files.get(id).edits.redo();
      return stateOf(id);
    },
    clearEdits: async (id) => {
      files.get(id).edits.clear();
      return stateOf(id);
    },
    changes: async (id) => files.get(id).edits.list(),
    dryRun: async (id) => dryRun(files.get(id)),
    replaceOriginal: async (id, job, onProgress) => {
      const { source, edits, image, lastModified } = files.get(id);
      if (source.kind !== "handle") throw new VhdxError("not-available", NO_HANDLE);
      if (edits.isEmpty) throw new VhdxError("not-available", "There are no edits to save.");
      const opened = { size: image.store.size, lastModified };
      const options = { label: "Replacing the original", unit: "bytes" } as const;
      await files.jobs.run(job, options, onProgress, (context) =>
        replaceOriginal(source.handle, opened, edits.context.layer.store, context),
      );
      const replaced = await openSource(source);
      files.replace(id, replaced);
      return summaryOf(id, replaced);
    },
  };
}
