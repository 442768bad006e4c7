import type { FilesSystem, FilesVolume, FilesVolumes } from "../../../workers/api/index.ts";
import { presentSystem, presentVolumes } from "../../actions/browse/volumes.ts";
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

/** The volume whose files are worth showing first, and its file system once it is open; null where there is none. */
export function useFirstSystem(): {
  readonly volume: FilesVolume;
  readonly system: FilesSystem | null;
} | null {
  const [key] = useDisk();
  const { data: volumes } = useVolumes();
  const volume = volumes?.volumes.find(({ id }) => id === volumes.first) ?? null;
  const id = volume?.id ?? null;
  const { data } = useQuery(
    id === null ? null : async () => ({ id, system: await presentSystem(id, null) }),
    [...key, id],
  );
  return volume === null ? null : { volume, system: data?.id === id ? data.system : null };
}
