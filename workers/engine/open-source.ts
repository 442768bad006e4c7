import type { EditAction, ImageSource } from "../api/index.ts";
import { VhdxError } from "../bytes/error.ts";
import { BlobStore } from "../store/blob-store.ts";
import { CachedStore } from "../store/cached-store.ts";
import { MeteredStore } from "../store/metered-store.ts";
import { Edits } from "./edits/edits.ts";
import type { OpfsStore } from "../store/opfs-store.ts";
import type { ReadableStore } from "../store/store.ts";
import { openWorkingDisk } from "./working/working-disks.ts";
import { WorkingEdits } from "./working/working-edits.ts";
import { OpenedImage } from "./opened-image.ts";

/** A file that is open, through its stores. */
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
  /** Changes kept from an earlier visit of the same file, neither made again nor forgotten yet. */
  readonly kept: readonly EditAction[];
  /** Why the pending changes would not survive a reload. */
  readonly keepProblem: string | null;
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

/**
 * Opens a file: the quick stage.
 *
 * @throws VhdxError `file-in-use`, `file-vanished`, `permission-denied`, `io`; never for what is in the file.
 */
export async function openSource(source: ImageSource): Promise<OpenFile> {
  if (source.kind === "working") return openWorking(source);
  const file = await takeFile(source);
  const store = new BlobStore(file);
  try {
    const opened = openStore(store);
    return {
      source,
      name: file.name,
      lastModified: file.lastModified,
      file: store,
      working: null,
      ...opened,
    };
  } catch (thrown) {
    // The very first read failed: nothing can have changed since the file was taken a moment ago.
    if (thrown instanceof VhdxError && thrown.code === "file-changed")
      throw new VhdxError("file-in-use", IN_USE);
    throw thrown;
  }
}

function openStore(
  store: ReadableStore,
): Pick<OpenFile, "metered" | "image" | "edits" | "kept" | "keepProblem"> {
  const metered = new MeteredStore(store);
  const image = new OpenedImage(new CachedStore(metered));
  return { metered, image, edits: new Edits(image), kept: [], keepProblem: null };
}

async function openWorking(source: Extract<ImageSource, { kind: "working" }>): Promise<OpenFile> {
  const store = await openWorkingDisk(source.name);
  const working = { store, edits: new WorkingEdits(store) };
  return { source, name: source.name, lastModified: Date.now(), file: store, working, ...openStore(store) };
}

/** The same working disk after a change: what was read of it is out of date. */
export function refreshed(file: OpenFile): OpenFile {
  return { ...file, lastModified: Date.now(), ...openStore(file.file) };
}
