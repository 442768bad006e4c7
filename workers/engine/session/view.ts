import type { ImageId } from "../../api/index.ts";
import { patiently } from "../../store/cached-store.ts";
import { ancestors } from "../image/lineage.ts";
import type { OpenFiles } from "./open-files.ts";

/** Answers a view. Reads from a slow drive don't block the worker, so that it can handle other calls, such as a cancel. */
export function viewer(files: OpenFiles): <T>(id: ImageId, look: () => T) => Promise<T> {
  return async (id, look) => {
    const { image } = files.get(id);
    const stores = [image, ...ancestors(image).map((parent) => parent.image)].map(({ store }) => store);
    return stores.some(({ isSlow }) => isSlow) ? patiently(stores, look) : look();
  };
}
