import { MIB } from "../../../shared/numbers.ts";
import { writeError } from "../deliver/to-handle.ts";
import { BufferedSink } from "./buffered-sink.ts";
import type { FolderTarget, TargetFile } from "./folder-target.ts";

/** Handles of folders that are kept. */
const MOST_HANDLES = 256;

/** Runs a write. A failure becomes an error about the target. */
async function written<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (thrown) {
    throw writeError(thrown);
  }
}

const isName = (thrown: unknown, name: string) => thrown instanceof DOMException && thrown.name === name;

/** A folder that the user picked in the browser. */
export class HandleFolder implements FolderTarget {
  // The place may be of Windows or macOS, which a page is not told; the browser itself refuses such names everywhere.
  readonly rules = { windows: true, caseless: true };
  readonly link = null;
  readonly folderTime = null;
  readonly #root: FileSystemDirectoryHandle;
  readonly #handles = new Map<string, FileSystemDirectoryHandle>();

  constructor(root: FileSystemDirectoryHandle) {
    this.#root = root;
  }

  async exists(name: string): Promise<boolean> {
    try {
      await this.#root.getFileHandle(name);
      return true;
    } catch (thrown) {
      return isName(thrown, "TypeMismatchError");
    }
  }

  async folder(path: readonly string[]): Promise<boolean> {
    try {
      await this.#handle(path);
      return true;
    } catch (thrown) {
      // A name that the browser holds for dangerous, or that its place can't hold.
      if (thrown instanceof TypeError) return false;
      throw writeError(thrown);
    }
  }

  async file(path: readonly string[]): Promise<TargetFile | null> {
    const folder = await written(() => this.#handle(path.slice(0, -1)));
    let handle: FileSystemFileHandle;
    try {
      handle = await folder.getFileHandle(path.at(-1) ?? "", { create: true });
    } catch (thrown) {
      // A name that the browser holds for dangerous, such as one of a link of Windows.
      if (thrown instanceof TypeError) return null;
      throw writeError(thrown);
    }
    const writable = await written(() => handle.createWritable());
    const sink = new BufferedSink({
      write: (position, data) => written(() => writable.write({ type: "write", position, data })),
    });
    return {
      write: (bytes) => sink.write(bytes),
      skip: async (length) => {
        if (length < MIB) return sink.zeros(length);
        await sink.flush();
        return sink.skip(length);
      },
      end: async () => {
        await sink.flush();
        // A hole at the end is not written.
        await written(() => writable.truncate(sink.length));
        await written(() => writable.close());
      },
      abort: async () => {
        await writable.abort().catch(() => {});
        await folder.removeEntry(path.at(-1) ?? "").catch(() => {});
      },
    };
  }

  async #handle(path: readonly string[]): Promise<FileSystemDirectoryHandle> {
    if (path.length === 0) return this.#root;
    const key = path.join("/");
    const known = this.#handles.get(key);
    if (known !== undefined) return known;
    const above = await this.#handle(path.slice(0, -1));
    const made = await above.getDirectoryHandle(path.at(-1) ?? "", { create: true });
    this.#handles.set(key, made);
    for (const oldest of this.#handles.keys()) {
      if (this.#handles.size <= MOST_HANDLES) break;
      this.#handles.delete(oldest);
    }
    return made;
  }
}
