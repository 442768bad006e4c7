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
      if (id === null) {
        for (const each of files.ids) forgetEarlier(each);
        await files.keeper.forgetAll();
      } else {
        forgetEarlier(id);
        await keepEdits(files, id);
      }
    },
    setPrivate: async (on) => {
      if (on) for (const each of files.ids) forgetEarlier(each);
      await files.keeper.setPrivate(on);
    },
  };
}
