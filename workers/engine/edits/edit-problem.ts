import { parentObstacle } from "../image/lineage.ts";
import { writeObstacle } from "../../vhdx/write/open-writable.ts";
import type { OpenedImage } from "../image/opened-image.ts";
import type { OpenFile } from "../image/open-source.ts";

const NOT_READ = "The log has not been read yet, so it is not known what a write would change.";
const NOT_REPLAYED =
  "The log can't be replayed, and the disk can only be written after a replay. Discard log, on the Log screen, removes the log.";
const NOT_APPLIED =
  "The log has to be applied before the disk is written: Apply log, on the Log screen, does that.";

function problemOfLog(image: OpenedImage, started: boolean): string | null {
  if (!image.headers.dirty) return null;
  if (image.logPending) return NOT_READ;
  if (!image.canReplay) return NOT_REPLAYED;
  // The first change includes the replay; later changes start from the result.
  return started ? NOT_APPLIED : null;
}

/**
 * Why bytes of the virtual disk can't be changed now, as a sentence; null where no reason is known. Predicts what the writer
 * would refuse, with fewer reads. Bytes and fields of the file can be changed all the same.
 */
export function editProblem({ image, edits }: Pick<OpenFile, "image" | "edits">): string | null {
  const started = !edits.isEmpty;
  const now = started ? edits.edited : image;
  const { best } = now;
  const ofLog = problemOfLog(now, started);
  if (ofLog !== null) return ofLog;
  return parentObstacle(image, image.best)?.message ?? writeObstacle(now.findings(best));
}
