import type { FileNode, FilesAt, OwnerOf } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import { runJob } from "../engine/run-job.ts";
import { session } from "../engine/session.ts";
import { reportTrouble } from "../engine/trouble.ts";
import { goToDiskOffset } from "../place/places.ts";

/** Asks which file a byte of the virtual disk belongs to. The first question walks the volume. @returns null where it was cancelled */
export async function findOwner(diskOffset: number): Promise<OwnerOf | null> {
  const open = session();
  if (open === null) return null;
  return runJob(
    "Looking for the file",
    (job) => open.engine.files.ownerOf(open.id, open.layer, diskOffset, null, job),
    { cancelled: "The file was not looked for." },
  );
}

/** Shows where a file begins on the virtual disk, on the screen Disk. */
export async function showFirstRun(at: FilesAt, node: FileNode): Promise<void> {
  try {
    const { runs } = await connect().files.places(at, node, null, 0, 1);
    const first = runs[0]?.disk[0];
    if (first !== undefined) await goToDiskOffset(first.offset, 0, { screen: "disk" });
  } catch (thrown) {
    reportTrouble("Can't go there", thrown);
  }
}
