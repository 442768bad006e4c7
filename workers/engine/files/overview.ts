import type { FilesOverview, FilesSystem } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import type { VolumePlace } from "../../volume/volumes.ts";
import type { LayerOf, OpenSystems } from "./open-systems.ts";
import { systemFacts } from "./system-facts.ts";
import { volumeList } from "./volume-list.ts";

/** File systems that are opened for an overview. */
const MOST_OPENED = 4;

/**
 * The volumes of a disk, and what the file systems on the first few of them say of themselves.
 *
 * @param opened takes each file system that was opened
 * @throws VhdxError `not-available` where the layer has no virtual disk.
 */
export function filesOverview(
  systems: OpenSystems,
  of: LayerOf,
  opened: (place: VolumePlace, facts: FilesSystem) => void,
): FilesOverview {
  const volumes = systems.volumes(of);
  const list = volumeList(volumes, systems.readers);
  const found: { volume: string; system: FilesSystem }[] = [];
  for (const { id, reading } of list.volumes) {
    if (reading !== "files" || found.length === MOST_OPENED) continue;
    const place = volumes.places.find((each) => each.id === id);
    try {
      const system = systemFacts(systems.system(of, id, null).fs, null);
      found.push({ volume: id, system });
      if (place !== undefined) opened(place, system);
    } catch (thrown) {
      // Its words in the list say what it is; that it can't be opened is said once somebody asks for its files.
      if (!(thrown instanceof VhdxError) || thrown.code !== "not-available") throw thrown;
    }
  }
  return { ...list, systems: found };
}
