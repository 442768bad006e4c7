import type { ChangedFile, FilesChanges } from "../../api/index.ts";
import { IntervalSet } from "../../bytes/intervals.ts";
import type { FileContent, NodeStat, StoredName, WalkedEntry } from "../../fs/file-system.ts";
import { MIB } from "../../shared/numbers.ts";
import { bytesToHex, numberText } from "../../shared/text.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import type { JobContext } from "../jobs/jobs.ts";
import { contentRuns } from "./file-runs.ts";
import type { OpenSystem } from "./open-systems.ts";
import { Folders, foundFile, walkInJob } from "./walk.ts";

/** Files of the answer. */
const MOST_FILES = 10_000;

/** What of an entry is compared without its content. */
interface Sign {
  readonly node: number;
  readonly stat: NodeStat | null;
  seen: boolean;
}

const keyOf = (path: readonly StoredName[]) => path.map(({ bytes }) => bytesToHex(bytes)).join("/");

/** What of two entries of one path differs, without their content. */
function differences(a: NodeStat | null, b: NodeStat | null): string[] {
  if (a === null || b === null) return a === b ? [] : ["content"];
  const what: string[] = [];
  if (a.kind !== b.kind) what.push("kind");
  // The size of a folder says how many blocks its names take.
  if (a.size !== b.size && b.kind !== "directory") what.push("size");
  if (a.times.modified !== b.times.modified) what.push("time");
  if (a.mode !== b.mode) what.push("mode");
  if (a.owner?.user !== b.owner?.user || a.owner?.group !== b.owner?.group) what.push("owner");
  if (a.target?.text !== b.target?.text) what.push("target");
  return what;
}

/** The same without attributes and streams, which are not compared, to keep them out of memory. */
const kept = (stat: NodeStat | null): NodeStat | null =>
  stat === null ? null : { ...stat, attributes: [], streams: [], flags: [] };

/** Bytes of content that are compared; that of a longer file counts as changed where its blocks changed. */
const MOST_COMPARED = 64 * MIB;

/** Whether two files of one size hold the same, as far as both can be read. */
function sameContent(a: FileContent | null, b: FileContent | null): boolean {
  if (a === null || b === null || a.size !== b.size || a.size > MOST_COMPARED) return false;
  for (let at = 0; at < a.size; at += MIB) {
    const length = Math.min(MIB, a.size - at);
    const [one, other] = [tryRead(a, at, length), tryRead(b, at, length)];
    if (one === null || other?.every((byte, nth) => byte === one[nth]) !== true) return false;
  }
  return true;
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
 * Compares the files of two views.
 *
 * @param changed runs of the virtual disk in which the views differ; null where they differ by the journal alone
 * @throws VhdxError `cancelled`.
 */
export async function filesChanges(
  before: OpenSystem,
  after: OpenSystem,
  changed: IntervalSet | null,
  job: JobContext,
): Promise<FilesChanges> {
  const signs = new Map<string, Sign>();
  await walkInJob(before.fs, before.fs.root, "Reading the files before", job, ({ path, entry, stat }) => {
    signs.set(keyOf(path), { node: entry.node, stat: kept(stat), seen: false });
  });
  const blocks = changed === null ? null : onVolume(after, changed);
  const isHit = (walked: WalkedEntry) => {
    if (blocks === null) return false;
    for (const { offset, length } of contentRuns(after.fs, walked))
      if (blocks.touches(offset, offset + length)) return true;
    return false;
  };
  const files: ChangedFile[] = [];
  const counts = { added: 0, removed: 0, changed: 0 };
  const add = (file: ChangedFile) => {
    counts[file.change] += 1;
    if (files.length < MOST_FILES) files.push(file);
  };
  const folders = new Folders(after.fs.root);
  const looked = await walkInJob(after.fs, after.fs.root, "Reading the files after", job, (walked) => {
    folders.add(walked);
    const sign = signs.get(keyOf(walked.path));
    const found = () => foundFile(walked, folders.way(walked));
    if (sign === undefined) return add({ ...found(), change: "added", what: [] });
    sign.seen = true;
    const what = differences(sign.stat, walked.stat);
    const { node } = walked.entry;
    if (isHit(walked) && !sameContent(before.fs.open(sign.node, null), after.fs.open(node, null)))
      what.unshift("content");
    if (what.length > 0) add({ ...found(), change: "changed", what });
    return undefined;
  });
  if (counts.added > 0 || signs.size > looked - counts.added) await removed(before, signs, job, add);
  const sentence =
    blocks === null
      ? "Names, sizes, times, permissions, owners and targets were compared. A file whose content alone was changed, by data in the journal, is not found."
      : "Names, sizes, times, permissions, owners and targets were compared, and content where blocks of the disk differ.";
  const { added, removed: gone, changed: differ } = counts;
  return {
    files,
    ...counts,
    looked,
    words: `${numberText(added)} added, ${numberText(gone)} removed, ${numberText(differ)} changed. ${sentence}`,
  };
}

/** The entries that are no longer there. */
async function removed(
  { fs }: OpenSystem,
  signs: ReadonlyMap<string, Sign>,
  job: JobContext,
  add: (file: ChangedFile) => void,
): Promise<void> {
  const folders = new Folders(fs.root);
  await walkInJob(fs, fs.root, "Reading what is no longer there", job, (walked) => {
    folders.add(walked);
    if (signs.get(keyOf(walked.path))?.seen === false)
      add({ ...foundFile(walked, folders.way(walked)), change: "removed", what: [] });
  });
}
