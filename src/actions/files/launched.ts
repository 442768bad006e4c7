import { WORDS } from "./words.ts";
import { onLaunch } from "../../client/abilities/launch.ts";
import { addGesture } from "../../client/gestures.ts";
import { reportTrouble } from "../engine/trouble.ts";
import type { ChosenFile } from "./chosen-file.ts";
import { filesOf } from "./folder.ts";
import { openChosen } from "./open.ts";

type Open = (files: readonly ChosenFile[]) => Promise<void>;

async function openLaunched(handles: readonly FileSystemHandle[], open: Open): Promise<void> {
  try {
    await open((await Promise.all(handles.map(filesOf))).flat());
  } catch (thrown) {
    reportTrouble(WORDS.launchFailed, thrown);
  }
}

/**
 * Opens the files of every launch, such as a double click on a disk once the page is installed. One launch after the other, so that the
 * engine finds a file of the launch before open already, and shows it instead of opening it twice.
 *
 * @param open opens files in the way of a drop.
 */
export function openLaunches(open: Open = openChosen): void {
  let before: Promise<void> = Promise.resolve();
  onLaunch((handles) => {
    // A double click outside the page, after which Back leads to the file before.
    addGesture();
    before = before.then(() => openLaunched(handles, open));
  });
}
