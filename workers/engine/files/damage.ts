import type { DamagedFile, DamageKind, DamageReport } from "../../api/index.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import { MORE_PROBLEMS } from "../../fs/common/problem-list.ts";
import type { FileSystem, NodeId, VolumeRun, WalkedEntry } from "../../fs/file-system.ts";
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

/** Whether the file system can read what it keeps of an entry, as far as this tells of damage. */
function isReadable({ stat }: WalkedEntry): boolean {
  if (stat === null || (stat.kind === "symlink" && stat.target === null)) return false;
  return stat.kind === "file" || stat.limit?.kind !== "damaged";
}

/** What the runs of an entry have in common with the damage. */
function hitOf(fs: FileSystem, { kinds }: VolumeDamage, walked: WalkedEntry): Hit {
  if (!isReadable(walked)) return { damaged: 0, kinds: ["unreadable"] };
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
  const isMarked = own.length === 0 && walked.stat?.limit?.kind === "damaged";
  return { damaged: most + lost, kinds: isMarked ? ["unreadable"] : own };
}

/** Errors that the file system found itself, by its nodes, and whether there are errors of no node. */
function errorsOf(fs: FileSystem): { readonly nodes: ReadonlySet<NodeId>; readonly others: boolean } {
  const nodes = new Set<NodeId>();
  let others = false;
  for (const { severity, code, node } of fs.problems()) {
    if (severity === "error" && node !== null) nodes.add(node);
    else if (severity === "error" || code === MORE_PROBLEMS) others = true;
  }
  return { nodes, others };
}

/** What a report counts. */
interface Counted {
  readonly looked: number;
  /** Damaged files and folders. */
  readonly damaged: number;
  /** Folders among them. */
  readonly folders: number;
}

/** @param others whether the file system is damaged in ways that no entry stands for */
function wordsOf({ looked, damaged: count, folders }: Counted, others: boolean): string {
  const all = countText(looked, "file or folder", "files and folders");
  const more = others
    ? ` The file system itself is damaged${count === 0 ? "" : " too"}: files may be missing, and more may be damaged. Its problems say where.`
    : "";
  if (count === 0) return `None of ${all} is damaged, as far as damage is known.${more}`;
  const are = count === 1 ? "is" : "are";
  const missing =
    folders === 0
      ? ""
      : ` ${countText(folders, "folder is", "folders are")} among them: what is in ${folders === 1 ? "it" : "them"} may be missing from the list.`;
  return `${numberText(count)} of ${all} ${are} damaged; of the others no damage is known.${missing}${more}`;
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
  let hitFolders = 0;
  let inFiles = 0;
  const add = (walked: WalkedEntry, { damaged, kinds }: Hit) => {
    count += 1;
    if (kindOf(walked) === "file") inFiles += damaged;
    if (kindOf(walked) === "directory") hitFolders += 1;
    if (files.length < MOST_FILES) files.push({ ...foundFile(walked, folders.way(walked)), damaged, kinds });
  };
  const looked = await walkInJob(fs, fs.root, "Looking for damaged files", job, (walked) => {
    folders.add(walked);
    const hit = hitOf(fs, damage, walked);
    if (hit.kinds.length > 0) add(walked, hit);
  });
  // The walk finds damage in a folder after it came by the folder itself.
  const errors = errorsOf(fs);
  const unnamed = new Set(errors.nodes);
  if (errors.nodes.size > 0)
    await walkInJob(fs, fs.root, "Naming damaged files", job, (walked) => {
      const { node } = walked.entry;
      if (!errors.nodes.has(node)) return;
      unnamed.delete(node);
      if (hitOf(fs, damage, walked).kinds.length === 0) add(walked, { damaged: 0, kinds: ["unreadable"] });
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
    words: wordsOf({ looked, damaged: count, folders: hitFolders }, errors.others || unnamed.size > 0),
    exact: damage.isExact,
  };
}
