import type { EditAction, FileNotes, ImageSource, LostNotes } from "../../api/index.ts";
import { VhdxError } from "../../shared/error.ts";
import type { BlobStore } from "../../store/blob-store.ts";
import { CachedStore, patiently } from "../../store/cached-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { ReadFailure } from "../../store/read-failure.ts";
import { Edits } from "../edits/edits.ts";
import type { OpfsStore } from "../../store/opfs-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { openWorkingDisk } from "../working/working-disks.ts";
import { WorkingEdits } from "../working/working-edits.ts";
import { HEADER_SECTION } from "../../vhdx/headers/header-section.ts";
import { readHeaders } from "../../vhdx/headers/headers.ts";
import { readRegions } from "../../vhdx/regions/regions.ts";
import type { Gate } from "../jobs/jobs.ts";
import { NO_NOTES } from "../kept/kept-notes.ts";
import { isDisk } from "./is-disk.ts";
import { OpenedImage } from "./opened-image.ts";

/** An open file with its stores, its image and its pending changes. */
export interface OpenFile {
  readonly source: ImageSource;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  /** The file itself, for exports: a `BlobStore` where they can take slices of it. */
  readonly file: ReadableStore;
  /** Counts every read that goes to the file. */
  readonly metered: MeteredStore;
  readonly image: OpenedImage;
  /** Pending changes; none on a file that was just opened. */
  readonly edits: Edits;
  /** Changes stored in an earlier visit of the same file, which the user has neither restored nor discarded yet. */
  readonly kept: readonly EditAction[];
  /** Why pending changes can't be stored for the next visit, or why those of an earlier visit were lost, as a sentence. */
  readonly keepProblem: string | null;
  /** The user's bookmarks and digests, as they were kept last. */
  readonly notes: FileNotes;
  /** What of an earlier visit's notes was left out. */
  readonly notesLost: LostNotes | null;
  /** Why the notes can't be stored for the next visit, as a sentence. */
  readonly notesProblem: string | null;
  /** For a working disk: its store and the changes in place. */
  readonly working: { readonly store: OpfsStore; readonly edits: WorkingEdits } | null;
}

const IN_USE =
  "The file can't be read: another program holds it. Shut the virtual machine down (WSL: `wsl --shutdown`), or copy the file, then retry.";

async function takeFile(source: Exclude<ImageSource, { kind: "working" }>): Promise<File> {
  if (source.kind === "file") return source.file;
  try {
    return await source.handle.getFile();
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : "";
    if (name === "NotFoundError") throw new VhdxError("file-vanished", "The file is no longer where it was.");
    if (name === "NotAllowedError")
      throw new VhdxError("permission-denied", "The browser does not let this page read the file.");
    throw new VhdxError("file-in-use", IN_USE);
  }
}

/** Whether a source is a VHDX by its first bytes; false where it can't be read. */
export async function isDiskSource(source: ImageSource): Promise<boolean> {
  if (source.kind === "working") return true;
  try {
    return await isDisk(await takeFile(source));
  } catch {
    // A file that is locked or gone is no disk that could be opened.
    return false;
  }
}

/** Makes the store of a file. Tests use another one. */
export type StoreOf = (file: File) => BlobStore;

/**
 * Opens a file: the quick stage. Reads don't block the worker, and none starts after a cancel.
 *
 * @throws VhdxError `cancelled`, `file-in-use`, `file-vanished`, `permission-denied`, `read-failed`, `io`; never for the contents
 *   of the file.
 */
export async function openSource(source: ImageSource, storeOf: StoreOf, job: Gate): Promise<OpenFile> {
  if (source.kind === "working") return openWorking(source);
  const file = await takeFile(source);
  const store = storeOf(file);
  try {
    const opened = await openPatiently(store, job);
    return {
      source,
      name: file.name,
      lastModified: file.lastModified,
      file: store,
      working: null,
      ...opened,
    };
  } catch (thrown) {
    // The very first read failed, a moment after the file was taken: the file is in use rather than changed.
    if (thrown instanceof VhdxError && thrown.code === "file-changed")
      throw new VhdxError("file-in-use", IN_USE);
    throw thrown;
  }
}

type Opened = Pick<
  OpenFile,
  "metered" | "image" | "edits" | "kept" | "keepProblem" | "notes" | "notesLost" | "notesProblem"
>;

const opened = (metered: MeteredStore, image: OpenedImage): Opened => ({
  metered,
  image,
  edits: new Edits(image),
  kept: [],
  keepProblem: null,
  notes: NO_NOTES,
  notesLost: null,
  notesProblem: null,
});

async function openPatiently(store: ReadableStore, job: Gate): Promise<Opened> {
  const metered = new MeteredStore(store);
  const cached = new CachedStore(metered);
  try {
    const openQuickly = () => {
      const image = new OpenedImage(cached);
      // The outcome needs the default layer, which is made here and reads too.
      return { image, outcome: image.outcome };
    };
    const { image } = await patiently([cached], openQuickly, () => job.checkpoint());
    return opened(metered, image);
  } catch (thrown) {
    if (!(thrown instanceof ReadFailure)) throw thrown;
    throw new ReadFailure(
      thrown.run,
      `${partOf(cached, thrown.run.offset)} can't be read, and nothing is known of the disk without it.`,
    );
  }
}

/** Names the part of the file at an offset that could not be read while opening, from what was read before. */
function partOf(store: ReadableStore, offset: number): string {
  if (offset < HEADER_SECTION.end) return "The header section, with headers and region tables,";
  const { log } = readHeaders(store);
  const isIn = (part: { readonly offset: number; readonly length: number } | null) =>
    part !== null && offset >= part.offset && offset < part.offset + part.length;
  if (isIn(log)) return "The log";
  const { bat, metadata } = readRegions(store, log);
  if (isIn(bat)) return "The block allocation table";
  return isIn(metadata) ? "The metadata region" : "A part of the file";
}

function openStore(store: ReadableStore): Opened {
  const metered = new MeteredStore(store);
  return opened(metered, new OpenedImage(new CachedStore(metered)));
}

async function openWorking(source: Extract<ImageSource, { kind: "working" }>): Promise<OpenFile> {
  const store = await openWorkingDisk(source.name);
  const working = { store, edits: new WorkingEdits(store) };
  return { source, name: source.name, lastModified: Date.now(), file: store, working, ...openStore(store) };
}

/** The same working disk, opened again after a change. */
export function refreshed(file: OpenFile): OpenFile {
  return { ...file, lastModified: Date.now(), ...openStore(file.file) };
}
