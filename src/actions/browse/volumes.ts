import type {
  FilesAt,
  FilesOverview,
  FilesSystem,
  FilesVolumes,
  VolumeId,
} from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { askOfImage } from "../engine/answers.ts";
import { askOnce } from "../engine/ask-once.ts";
import { session } from "../engine/session.ts";

/** The volumes of the open image through the present layer; null where no image is open. */
export const presentVolumes = (): Promise<FilesVolumes> | null =>
  askOfImage("volumes", session()?.layer ?? null, ({ engine, id, layer }) => engine.files.volumes(id, layer));

/** The volumes, and what the first file systems among them say of themselves; null where no image is open. */
export const presentFilesOverview = (): Promise<FilesOverview> | null =>
  askOfImage("files-overview", session()?.layer ?? null, ({ engine, id, layer }) =>
    engine.files.overview(id, layer),
  );

/** The file system of a volume of the open image; null where no image is open. */
export function presentSystem(volume: VolumeId, transactions: number | null): Promise<FilesSystem> | null {
  const open = session();
  if (open === null) return null;
  const at: FilesAt = { image: open.id, layer: open.layer, volume, transactions };
  return askOnce(["system", keyOf(at)], () => connect().files.system(at));
}

/** What every answer about a file system depends on, as a text. */
export function keyOf({ image, layer, volume, transactions }: FilesAt): string {
  const { revision } = useStore.getState();
  return JSON.stringify([image, revision, layer.name, layer.upTo, volume, transactions]);
}
