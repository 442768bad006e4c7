import type { DiskPlace, FileNode, FilesAt } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { useStore } from "../../state/store.ts";
import { runJob } from "../engine/run-job.ts";
import { session } from "../engine/session.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { goToDiskOffset } from "../place/places.ts";
import { showFileAt } from "./go.ts";
import { presentVolumes } from "./volumes.ts";
import { WORDS } from "./words.ts";

/**
 * Shows the file that a byte of the virtual disk belongs to, or says what the byte is where it is no file's. The first question walks
 * the volume.
 */
export async function showOwner(diskOffset: number): Promise<void> {
  const open = session();
  if (open === null) return;
  try {
    const owner = await runJob(
      WORDS.owner,
      (job) => open.engine.files.ownerOf(open.id, open.layer, diskOffset, null, job),
      { cancelled: WORDS.noOwner },
    );
    if (owner === null) return;
    const volumes = await presentVolumes();
    const volume = volumes?.volumes.find(({ id }) => id === owner.volume);
    if (owner.file !== null && volume !== undefined) showFileAt(owner.file, volume);
    else
      useStore
        .getState()
        .notify("info", owner.kind === "file" ? WORDS.ownedBy(owner.words) : WORDS.ownedByNone(owner.words));
  } catch (thrown) {
    reportTrouble(WORDS.cantFindOwner, thrown);
  }
}

/** Where the first bytes of a file lie that are not a hole; null where it has none. */
async function firstPlace(at: FilesAt, node: FileNode): Promise<DiskPlace | null> {
  for (let offset = 0; ;) {
    // Each answer says where the next one begins.
    // oxlint-disable-next-line no-await-in-loop
    const { runs, end } = await connect().files.places(
      at,
      node,
      null,
      offset,
      Number.MAX_SAFE_INTEGER - offset,
    );
    const first = runs.flatMap(({ disk }) => disk)[0];
    if (first !== undefined) return first;
    if (end <= offset) return null;
    offset = end;
  }
}

/** Shows where a file begins on the virtual disk, on the screen Disk, or says that it lies nowhere. */
export async function showFirstRun(at: FilesAt, node: FileNode): Promise<void> {
  try {
    const first = await firstPlace(at, node);
    if (first === null) useStore.getState().notify("info", WORDS.noBlocks);
    else await goToDiskOffset(first.offset, 0, { screen: "disk" });
  } catch (thrown) {
    reportTrouble(WORDS.cantGo, thrown);
  }
}
