import type { ImageSource } from "../api/index.ts";
import { VhdxError } from "../bytes/error.ts";
import { BlobStore } from "../store/blob-store.ts";
import { CachedStore } from "../store/cached-store.ts";
import { MeteredStore } from "../store/metered-store.ts";
import { Edits } from "./edits/edits.ts";
import { OpenedImage } from "./opened-image.ts";

/** A file that is open, through its stores. */
export interface OpenFile {
  readonly source: ImageSource;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  /** The file itself, for exports that take slices of it. */
  readonly blob: BlobStore;
  /** Counts every read that goes to the file. */
  readonly metered: MeteredStore;
  readonly image: OpenedImage;
  /** Pending changes; none on a file that was just opened. */
  readonly edits: Edits;
}

const IN_USE =
  "The file can't be read: another program holds it. Shut the virtual machine down (WSL: `wsl --shutdown`), or copy the file, then retry.";

async function takeFile(source: ImageSource): Promise<File> {
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
  const file = await takeFile(source);
  const blob = new BlobStore(file);
  const metered = new MeteredStore(blob);
  try {
    const image = new OpenedImage(new CachedStore(metered));
    const edits = new Edits(image);
    return { source, name: file.name, lastModified: file.lastModified, blob, metered, image, edits };
  } catch (thrown) {
    // The very first read failed: nothing can have changed since the file was taken a moment ago.
    if (thrown instanceof VhdxError && thrown.code === "file-changed")
      throw new VhdxError("file-in-use", IN_USE);
    throw thrown;
  }
}
