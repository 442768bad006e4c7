import { lstatSync } from "node:fs";
import { chmod, mkdir, open, rm, symlink, utimes } from "node:fs/promises";
import path from "node:path";
import { MIB } from "../shared/numbers.ts";
import { BufferedSink } from "../engine/exports/files/buffered-sink.ts";
import type { FolderTarget, TargetFile } from "../engine/exports/files/folder-target.ts";
import { unfinished } from "./unfinished.ts";
import { put, written } from "./write-error.ts";

const isWindows = process.platform === "win32";
const SECOND = 1e9;

/** Sets the time of the last change, to the microsecond or so: Node takes seconds with a fraction. */
async function setTime(target: string, modified: bigint): Promise<void> {
  const seconds = Number(modified) / SECOND;
  await utimes(target, seconds, seconds);
}

/** Codes of the system for a name that its place can't hold: too long, or of characters that it does not take. */
const REFUSED_NAME = new Set(["ENAMETOOLONG", "EILSEQ", "EINVAL"]);

/** Makes something under a name; null where its place can't hold the name. */
async function named<T>(target: string, make: () => Promise<T>): Promise<T | null> {
  return written(target, async () => {
    try {
      return await make();
    } catch (thrown) {
      if (REFUSED_NAME.has((thrown as NodeJS.ErrnoException).code ?? "")) return null;
      throw thrown;
    }
  });
}

/** A folder of the machine. Everything in it is made anew; what is there already is never written. */
export class NodeFolder implements FolderTarget {
  readonly rules = { windows: isWindows, caseless: isWindows || process.platform === "darwin" };
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async exists(name: string): Promise<boolean> {
    try {
      return lstatSync(path.join(this.#root, name), { throwIfNoEntry: false }) !== undefined;
    } catch (thrown) {
      // A name that the place can't hold is not there; making it says so.
      if (REFUSED_NAME.has((thrown as NodeJS.ErrnoException).code ?? "")) return false;
      throw thrown;
    }
  }

  async folder(names: readonly string[]): Promise<boolean> {
    const target = this.#path(names);
    return (await named(target, () => mkdir(target).then(() => true))) ?? false;
  }

  async file(names: readonly string[], mode: number | null): Promise<TargetFile | null> {
    const target = this.#path(names);
    // Exclusive: follows no link, and writes over nothing.
    const file = await named(target, () => open(target, "wx"));
    if (file === null) return null;
    unfinished.add(target);
    const sink = new BufferedSink({
      write: (position, bytes) => written(target, () => put(file, bytes, position)),
    });
    return {
      write: (bytes) => sink.write(bytes),
      skip: async (length) => {
        if (length < MIB) return sink.zeros(length);
        await sink.flush();
        return sink.skip(length);
      },
      end: async (modified) => {
        await sink.flush();
        await written(target, async () => {
          // A hole at the end is not written.
          await file.truncate(sink.length);
          await file.close();
          if (mode !== null && !isWindows) await chmod(target, mode & 0o777);
          if (modified !== null) await setTime(target, modified);
        });
        unfinished.delete(target);
      },
      abort: async () => {
        await file.close().catch(() => {});
        await rm(target, { force: true });
        unfinished.delete(target);
      },
    };
  }

  readonly folderTime = async (names: readonly string[], modified: bigint): Promise<void> => {
    const target = this.#path(names);
    await written(target, () => setTime(target, modified));
  };

  readonly link = isWindows
    ? null
    : async (names: readonly string[], content: Uint8Array): Promise<void> => {
        const target = this.#path(names);
        await written(target, () => symlink(Buffer.from(content), target));
      };

  #path(names: readonly string[]): string {
    return path.join(this.#root, ...names);
  }
}
