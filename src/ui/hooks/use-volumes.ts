import type { FilesOverview, FilesVolumes } from "../../../workers/api/index.ts";
import { presentFilesOverview, presentVolumes } from "../../actions/browse/volumes.ts";
import { useStore } from "../../state/store.ts";
import { type Query, useQuery } from "./use-query.ts";

/** What the views of the open image through the present layer depend on; null where its disk can't be read. */
function useDisk(): readonly [key: readonly (string | number | null)[], readable: boolean] {
  const summary = useStore((state) => state.summary);
  const revision = useStore((state) => state.revision);
  const layer = useStore((state) => state.layer);
  const upTo = useStore((state) => state.upTo);
  return [[summary?.id ?? null, revision, layer, upTo], summary?.diskReadable[layer] === true];
}

/** The volumes of the open image through the present layer. The answer for another layer of it stays until the new one has come. */
export function useVolumes(): Query<FilesVolumes> {
  const [key, readable] = useDisk();
  const image = useStore((state) => state.summary?.id ?? null);
  const { data, ...query } = useQuery(
    readable ? async () => ({ image, volumes: await presentVolumes() }) : null,
    key,
  );
  return { ...query, data: data?.image === image ? data.volumes : null };
}

/** What the file systems of the open image say of themselves; null until they are open, and where there are none. */
export function useFilesOverview(): FilesOverview | null {
  const [key, readable] = useDisk();
  const image = useStore((state) => state.summary?.id ?? null);
  const { data } = useQuery(
    readable ? async () => ({ image, overview: await presentFilesOverview() }) : null,
    key,
  );
  return data?.image === image ? data.overview : null;
}
