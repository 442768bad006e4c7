import { runSteps } from "../../../workers/bytes/steps.ts";
import type {
  FileContent,
  FileSystem,
  FolderEntry,
  NodeId,
  WalkedEntry,
} from "../../../workers/fs/file-system.ts";
import { KIB } from "../../../workers/shared/numbers.ts";
import { tryRead } from "../../../workers/store/tolerant-read.ts";
import type { Random } from "../random.ts";
import { hold } from "./visit.ts";

/** Folders and files of a file system that are looked at. */
const MOST_FOLDERS = 12;
const MOST_FILES = 24;
/** Entries of a folder that are compared, and entries of a page: small, so that a folder has several. */
const MOST_ENTRIES = 500;
const PAGE = 7;
/** Bytes of a file that are read in two ways. */
const READ = 24 * KIB;
/** Extents of a file that are looked at. */
const MOST_EXTENTS = 2000;

const keyOf = ({ node, name }: FolderEntry) => `${node} ${Buffer.from(name.bytes).toString("hex")}`;

/** Entries of a folder by its pages; null where there are more than are compared. */
function listed(fs: FileSystem, folder: NodeId): readonly FolderEntry[] | null {
  const entries: FolderEntry[] = [];
  const cursors = new Set<string>();
  let cursor: string | null = null;
  do {
    const page = fs.list(folder, cursor, PAGE);
    hold(page.entries.length <= PAGE, "a page has no more entries than were asked for");
    entries.push(...page.entries);
    if (entries.length > MOST_ENTRIES) return null;
    cursor = page.next;
    hold(cursor === null || !cursors.has(cursor), "a list goes on from a place of its own");
    if (cursor !== null) cursors.add(cursor);
  } while (cursor !== null);
  return entries;
}

/** A walk gives what lists give: the same entries in each folder, none twice, and the same of each node. */
export function holdWalk(fs: FileSystem): readonly WalkedEntry[] {
  const folders = new Map<NodeId, WalkedEntry[]>([[fs.root, []]]);
  const all: WalkedEntry[] = [];
  runSteps(
    fs.walk(fs.root, (walked) => {
      all.push(walked);
      const within = folders.get(walked.parent);
      if (within !== undefined) within.push(walked);
      else if (folders.size < MOST_FOLDERS) folders.set(walked.parent, [walked]);
    }),
  );
  for (const [folder, walked] of folders) {
    const list = listed(fs, folder);
    if (list === null) continue;
    const [one, other] = [list.map(keyOf).toSorted(), walked.map(({ entry }) => keyOf(entry)).toSorted()];
    const odd = one.find((key, nth) => key !== other[nth]) ?? other.find((key, nth) => key !== one[nth]);
    hold(odd === undefined, `a walk and a list of ${folder} differ by ${odd}`);
  }
  for (const { stat, entry } of all.slice(0, MOST_FILES)) {
    const again = fs.stat(entry.node);
    hold(
      again?.size === stat?.size && again?.kind === stat?.kind,
      `stat of ${entry.node} is that of the walk`,
    );
  }
  return all;
}

/** The extents of a content have no gap, and what has a place lies in the volume. */
function holdExtents(content: FileContent, volumeSize: number): void {
  let end = 0;
  let count = 0;
  for (const { offset, length, source } of content.size === 0 ? [] : content.extents(0, content.size)) {
    hold(offset === end && length > 0, `an extent at ${offset}, ${length} bytes, behind ${end}`);
    if (source.kind === "volume")
      hold(source.offset >= 0 && source.offset + length <= volumeSize, `an extent at ${source.offset}`);
    if (source.kind === "packed")
      hold(
        source.offset >= 0 && source.offset + source.length <= volumeSize,
        `a packed extent at ${source.offset}`,
      );
    end = offset + length;
    if ((count += 1) === MOST_EXTENTS) return;
  }
  hold(end === content.size, `the extents end at ${end} of ${content.size}`);
}

/** A content has the same bytes whether it is read at once, in two parts, in bulk, or from the volume by its extents. */
async function holdReads(content: FileContent, volume: FileVolume, random: Random): Promise<void> {
  if (content.size === 0) return;
  const at = random.below(content.size);
  const length = Math.min(READ, content.size - at);
  const whole = tryRead(content, at, length);
  if (whole === null) return;
  const bulk = await content.readBulk(at, length);
  hold(Buffer.compare(whole, bulk) === 0, `bytes at ${at} read in bulk are the same`);
  const first = random.below(length);
  const parts = [tryRead(content, at, first), tryRead(content, at + first, length - first)];
  const joined = Buffer.concat(parts.map((part) => part ?? new Uint8Array()));
  hold(Buffer.compare(whole, joined) === 0, `bytes at ${at} read in two parts are the same`);
  for (const { offset, length: size, source } of content.extents(at, length)) {
    const bytes = whole.subarray(offset - at, offset - at + size);
    const stored = source.kind === "volume" ? tryRead(volume, source.offset, size) : null;
    if (source.kind === "volume")
      hold(
        stored !== null && Buffer.compare(bytes, stored) === 0,
        `bytes at ${offset} are those of their extent`,
      );
    if (source.kind === "zero")
      hold(
        bytes.every((byte) => byte === 0),
        `a hole at ${offset} reads as zeros`,
      );
  }
}

/** The volume as its file system reads it. */
export type FileVolume = Parameters<typeof tryRead>[0];

/** What each of some files is, by all ways to ask. */
export async function holdFiles(
  fs: FileSystem,
  volume: FileVolume,
  walked: readonly WalkedEntry[],
  random: Random,
): Promise<void> {
  const files = random.shuffled(walked.filter(({ stat }) => stat?.kind === "file"));
  // Few files have streams, so these come first.
  const streams = ({ stat }: WalkedEntry) => stat?.streams.length ?? 0;
  for (const { entry, stat } of files.toSorted((a, b) => streams(b) - streams(a)).slice(0, MOST_FILES)) {
    for (const stream of [null, ...(stat?.streams ?? []).map(({ name }) => name)]) {
      const content = fs.open(entry.node, stream);
      if (content === null) continue;
      const size = stream === null ? stat?.size : stat?.streams.find(({ name }) => name === stream)?.size;
      hold(content.size === size, `a content of ${content.size} bytes, of which stat says ${size}`);
      holdExtents(content, volume.size);
      await holdReads(content, volume, random);
    }
  }
}

/** Free runs are in order, in the volume, and hold no structure. @param walked files that must not lie in them */
export function holdFree(fs: FileSystem, volumeSize: number, walked: readonly WalkedEntry[]): void {
  const runs = runSteps(fs.free())?.runs ?? null;
  if (runs === null) return;
  let end = 0;
  for (const { offset, length } of runs) {
    hold(offset >= end && length > 0, `a free run at ${offset} behind ${end}`);
    end = offset + length;
  }
  hold(end <= volumeSize, `free runs end at ${end} of ${volumeSize}`);
  const isFree = (offset: number, length: number) =>
    runs.some((run) => run.offset < offset + length && offset < run.offset + run.length);
  for (const { entry, stat } of walked) {
    const content = stat?.kind === "file" ? fs.open(entry.node, null) : null;
    for (const { source, length } of content === null || content.size === 0
      ? []
      : content.extents(0, content.size))
      if (source.kind === "volume")
        hold(!isFree(source.offset, length), `node ${entry.node} lies in free space at ${source.offset}`);
  }
}
