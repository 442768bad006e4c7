import { onLaunch } from "../../client/abilities/launch.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { filesOf } from "./folder.ts";
import { openChosen } from "./open.ts";

/** Opens files that the system hands over, in the way of a drop. */
async function openLaunched(handles: readonly FileSystemHandle[]): Promise<void> {
  try {
    await openChosen((await Promise.all(handles.map(filesOf))).flat());
  } catch (thrown) {
    reportTrouble("Can't open what was launched", thrown);
  }
}

/**
 * Opens the files of every launch: a double click on a disk, once the page is installed. One launch after the other, so that the
 * engine finds a file of the launch before open already, and shows it instead of opening it twice.
 */
export function openLaunches(): void {
  let before: Promise<void> = Promise.resolve();
  onLaunch((handles) => {
    before = before.then(() => openLaunched(handles));
  });
}
