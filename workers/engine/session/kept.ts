import type { ImageId, KeptApi } from "../../api/index.ts";
import { keepEdits } from "./edit-state.ts";
import type { OpenFiles } from "./open-files.ts";

export function keptApi(files: OpenFiles): KeptApi {
  const forgetEarlier = (id: ImageId) => files.replace(id, { ...files.get(id), kept: [] });
  return {
    list: async () => files.keeper.list(),
    restore: async (id) => {
      const { edits, kept: earlier } = files.get(id);
      edits.restore(earlier);
      forgetEarlier(id);
      return keepEdits(files, id);
    },
    forget: async (id) => {
      forgetEarlier(id);
      await keepEdits(files, id);
    },
    forgetAll: async (kind) => {
      if (kind === "edits") for (const each of files.ids) forgetEarlier(each);
      await files.keeper.forgetAll(kind);
    },
    saveNotes: async (id, { bookmarks, digests }) => {
      const file = files.get(id);
      const { image, working, lastModified } = file;
      if (working !== null) return null;
      const notes = { bookmarks, digests: digests?.layer.name === "edited" ? null : digests };
      const notesProblem = await files.keeper.saveNotes(image.store, { ...notes, lastModified });
      // The file may have been closed meanwhile.
      if (files.ids.includes(id)) files.replace(id, { ...files.get(id), notes, notesProblem });
      return notesProblem;
    },
    setPrivate: async (on) => {
      if (on) for (const each of files.ids) forgetEarlier(each);
      await files.keeper.setPrivate(on);
    },
  };
}
