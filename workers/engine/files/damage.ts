import type { DamagedFile, DamageKind, DamageReport } from "../../api/index.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import type { FileSystem, VolumeRun, WalkedEntry } from "../../fs/file-system.ts";
import { countText, numberText } from "../../shared/text.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";
import type { VolumeDamage } from "./damage-ranges.ts";
import { contentRuns, unreadableBytes } from "./file-runs.ts";
import { Folders, foundFile, kindOf, walkInJob } from "./walk.ts";

/** Files of the answer. */
const MOST_FILES = 10_000;

const bytesWithin = (set: IntervalSet, { offset, length }: VolumeRun) => {
  let bytes = 0;
  for (const { start, end } of set.within(offset, offset + length)) bytes += end - start;
  return bytes;
};

/** What damage hits of one entry. */
interface Hit {
  readonly damaged: number;
  readonly kinds: readonly DamageKind[];
}

/** What the runs of an entry have in common with the damage. */
function hitOf(fs: FileSystem, { kinds }: VolumeDamage, walked: WalkedEntry): Hit {
  if (walked.stat === null) return { damaged: 0, kinds: ["unreadable"] };
  const found = new Map<DamageKind, number>();
  // Of a folder what names its entries is looked at.
  const runs: Iterable<VolumeRun> =
    kindOf(walked) === "directory" ? fs.structures(walked.entry.node) : contentRuns(fs, walked);
  for (const run of runs)
    for (const [kind, set] of kinds) {
      const bytes = bytesWithin(set, run);
      if (bytes > 0) found.set(kind, (found.get(kind) ?? 0) + bytes);
    }
  const lost = unreadableBytes(fs, walked);
  const names = [...found.keys()];
  // A run that the file system itself can't find, or that is past the volume's end.
  const own: readonly DamageKind[] = lost > 0 && names.length === 0 ? ["unreadable"] : names;
  // A byte can be damaged for several reasons.
  const most = Math.max(0, ...found.values());
  return { damaged: most + lost, kinds: own };
}

function wordsOf(count: number, looked: number): string {
  if (count === 0)
    return `None of ${countText(looked, "file or folder", "files and folders")} is damaged, as far as damage is known.`;
  const are = count === 1 ? "is" : "are";
  return `${numberText(count)} of ${countText(looked, "file or folder", "files and folders")} ${are} damaged; of the others no damage is known.`;
}

/**
 * Finds the files that damaged runs of the volume hit.
 *
 * @throws VhdxError `cancelled`.
 */
export async function damagedFiles(
  fs: FileSystem,
  damage: VolumeDamage,
  job: JobContext,
): Promise<DamageReport> {
  const files: DamagedFile[] = [];
  const folders = new Folders(fs.root);
  let count = 0;
  let inFiles = 0;
  const looked = await walkInJob(fs, fs.root, "Looking for damaged files", job, (walked) => {
    folders.add(walked);
    const { damaged, kinds } = hitOf(fs, damage, walked);
    if (kinds.length === 0) return;
    count += 1;
    if (kindOf(walked) === "file") inFiles += damaged;
    if (files.length < MOST_FILES) files.push({ ...foundFile(walked, folders.way(walked)), damaged, kinds });
  });
  const all = IntervalSet.of([...damage.kinds.values()].flatMap(({ runs }) => runs));
  let metadata = 0;
  for (const run of await runStepsInJob(fs.metadata(), job)) metadata += bytesWithin(all, run);
  const bytes = all.total;
  return {
    looked,
    files,
    count,
    unowned: Math.max(0, bytes - inFiles - metadata),
    metadata,
    bytes,
    words: wordsOf(count, looked),
    exact: damage.isExact,
  };
}
