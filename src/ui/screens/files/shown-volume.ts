import type { FilesVolume, FilesVolumes } from "../../../../workers/api/index.ts";
import type { BrowseVolume } from "../../../state/browse.ts";

/** Whether a volume's file system can be opened, or is worth a try. */
export const canOpen = ({ reading }: FilesVolume): boolean => reading === "files" || reading === "unknown";

/** Whether a volume is the one that was chosen; any is where none was. */
export const isChosen = ({ id, number }: FilesVolume, chosen: BrowseVolume | null): boolean =>
  chosen === null || (chosen.id === null ? number === chosen.number : id === chosen.id);

/** The volume to show: the one that was chosen, else the one that the engine would show first; null where there is none. */
export function shownVolume(
  { volumes, first }: FilesVolumes,
  chosen: BrowseVolume | null,
): FilesVolume | null {
  const wanted = chosen === null ? null : volumes.find((volume) => isChosen(volume, chosen));
  return wanted ?? volumes.find(({ id }) => id === first) ?? null;
}
