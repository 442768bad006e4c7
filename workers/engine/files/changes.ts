import type { FilesChanges } from "../../api/index.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import type { FileSystem, NodeId, NodeKind, StoredName, WalkedEntry } from "../../fs/file-system.ts";
import { countText, numberText } from "../../shared/text.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { appliedChanges, journalWords } from "./applied-changes.ts";
import { contentRuns } from "./file-runs.ts";
import { FoundChanges } from "./found-changes.ts";
import type { OpenSystem } from "./open-systems.ts";
import { Folders, foundFile, walkInJob } from "./walk.ts";

/** Files and folders before that are kept for the comparison: some 200 bytes each. */
const MOST_SIGNS = 1_000_000;

/** What of an entry is compared without its content. */
interface Sign {
  readonly node: NodeId;
  readonly kind: NodeKind;
  readonly size: number;
  readonly modified: bigint | null;
  readonly mode: number | null;
  readonly user: number | null;
  readonly group: number | null;
  readonly target: string | null;
  /** Names and sizes of its streams. */
  readonly streams: string;
  readonly isReadable: boolean;
  seen: boolean;
}

function signOf({ entry, stat }: WalkedEntry): Sign {
  return {
    node: entry.node,
    kind: stat?.kind ?? entry.kind,
    size: stat?.size ?? 0,
    modified: stat?.times.modified ?? null,
    mode: stat?.mode ?? null,
    user: stat?.owner?.user ?? null,
    group: stat?.owner?.group ?? null,
    target: stat?.target?.text ?? null,
    streams: (stat?.streams ?? []).map(({ name, size }) => `${name}/${size}`).join("/"),
    isReadable: stat !== null,
    seen: false,
  };
}

// One character for each byte.
const LATIN = new TextDecoder("latin1");
const keyOf = (path: readonly StoredName[]) => path.map(({ bytes }) => LATIN.decode(bytes)).join("/");

/** What of two entries of one path differs, without their content. */
function differences(a: Sign, b: Sign): string[] {
  if (!a.isReadable || !b.isReadable) return a.isReadable === b.isReadable ? [] : ["content"];
  const what: string[] = [];
  if (a.kind !== b.kind) what.push("kind");
  // The size of a folder says how many blocks its names take.
  if (a.size !== b.size && b.kind !== "directory") what.push("size");
  if (a.modified !== b.modified) what.push("time");
  if (a.mode !== b.mode) what.push("mode");
  if (a.user !== b.user || a.group !== b.group) what.push("owner");
  if (a.target !== b.target) what.push("target");
  if (a.streams !== b.streams) what.push("streams");
  return what;
}

/** Runs of the volume where a disk changed. */
function onVolume({ place }: OpenSystem, changed: IntervalSet): IntervalSet {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of changed.runs)
    for (const { offset, length } of place.store.ofDisk(start, end - start))
      runs.push({ start: offset, end: offset + length });
  return IntervalSet.of(runs);
}

/**
 * Whether a file may have other content: its blocks changed, or it lies in other blocks than before.
 *
 * @param node its node before
 */
function isHit(
  before: FileSystem,
  after: FileSystem,
  walked: WalkedEntry,
  node: NodeId,
  blocks: IntervalSet,
): boolean {
  if (blocks.runs.length === 0) return false;
  const old = contentRuns(before, { ...walked, entry: { ...walked.entry, node } });
  for (const run of contentRuns(after, walked)) {
    const { value } = old.next();
    if (value?.offset !== run.offset || value.length !== run.length || value.fileOffset !== run.fileOffset)
      return true;
    if (blocks.touches(run.offset, run.offset + run.length)) return true;
  }
  return old.next().done !== true;
}

/**
 * Compares the files of two views.
 *
 * @param changed runs of the virtual disk in which the views differ as they are stored
 * @param most files and folders before that are kept for the comparison
 * @throws VhdxError `cancelled`.
 */
export async function filesChanges(
  before: OpenSystem,
  after: OpenSystem,
  changed: IntervalSet,
  job: JobContext,
  most = MOST_SIGNS,
): Promise<FilesChanges> {
  const signs = new Map<string, Sign>();
  let isCut = false;
  await walkInJob(before.fs, before.fs.root, "Reading the files before", job, (walked) => {
    if (signs.size >= most) isCut = true;
    else signs.set(keyOf(walked.path), signOf(walked));
    return !isCut;
  });
  const blocks = await appliedChanges(before, after, onVolume(after, changed), job);
  const found = new FoundChanges();
  let matched = 0;
  const folders = new Folders(after.fs.root);
  const looked = await walkInJob(after.fs, after.fs.root, "Reading the files after", job, (walked) => {
    folders.add(walked);
    const sign = signs.get(keyOf(walked.path));
    const file = () => foundFile(walked, folders.way(walked));
    if (sign === undefined) {
      // What was not kept of the files before may be there all the same.
      if (!isCut) found.add("added", [], file);
      return;
    }
    if (!sign.seen) matched += 1;
    sign.seen = true;
    const what = differences(sign, signOf(walked));
    if (isHit(before.fs, after.fs, walked, sign.node, blocks)) found.candidate(what, file, sign.node);
    else if (what.length > 0) found.add("changed", what, file);
  });
  await found.compare(before.fs, after.fs, job);
  if (matched < signs.size) await removed(before, signs, job, found);
  const { added, removed: gone, changed: differ } = found.counts;
  const compared =
    "Names, sizes, times, permissions, owners and targets were compared, and content where blocks of the volume differ.";
  const sentence = [compared, journalWords(before, after)].filter((words) => words !== "").join(" ");
  const rest = isCut
    ? ` No more than ${countText(most, "file or folder", "files and folders")} of before can be compared: nothing is said of the others, nor of what was added.`
    : "";
  return {
    files: found.files,
    ...found.counts,
    looked,
    words: `${numberText(added)} added, ${numberText(gone)} removed, ${numberText(differ)} changed. ${sentence}${rest}`,
  };
}

/** The entries that are no longer there. */
async function removed(
  { fs }: OpenSystem,
  signs: ReadonlyMap<string, Sign>,
  job: JobContext,
  found: FoundChanges,
): Promise<void> {
  const folders = new Folders(fs.root);
  await walkInJob(fs, fs.root, "Reading what is no longer there", job, (walked) => {
    folders.add(walked);
    if (signs.get(keyOf(walked.path))?.seen === false)
      found.removed(() => foundFile(walked, folders.way(walked)));
  });
}
