import path from "node:path";
import { loadCrc32c } from "../bytes/crc32c.ts";
import { VhdxError } from "../shared/error.ts";
import { CachedStore } from "../store/cached-store.ts";
import { OpenedImage } from "../engine/image/opened-image.ts";
import { chainFile } from "../engine/chain/link-images.ts";
import { matchParent } from "../vhdx/chain/match.ts";
import type { ChainFile } from "../vhdx/chain/order.ts";
import { NodeFileStore } from "./file-store.ts";

/** What tells whose parent a file may be; null for one that can't be opened. */
type Identity = ChainFile | null;

function identify(file: string): Identity {
  let store: NodeFileStore;
  try {
    store = new NodeFileStore(file);
  } catch (thrown) {
    // Said of the file where it is asked for itself; as a parent it is just not there.
    if (thrown instanceof VhdxError) return null;
    throw thrown;
  }
  try {
    const image = new OpenedImage(new CachedStore(store));
    return chainFile({ name: path.basename(file), image });
  } catch (thrown) {
    if (thrown instanceof VhdxError) return null;
    throw thrown;
  } finally {
    store.close();
  }
}

/**
 * Files that may be each other's parents. What tells them apart is read when it is first asked for, once for each file, and the
 * file is closed again: of a thousand files no more stays than their GUIDs and names.
 */
export class ChainFiles {
  readonly #files: readonly string[];
  readonly #identities = new Map<string, Identity>();

  /**
   * Reads nothing yet.
   *
   * @param files paths, in any order
   */
  constructor(files: readonly string[]) {
    this.#files = [...new Set(files)];
  }

  /**
   * The files that have to be open for a disk to be read through its parents: all that may be its parent, by GUID or name, and
   * theirs. Without the disk's own file. Nothing is read of the others where the disk has no parent.
   */
  async relatedTo(file: string): Promise<readonly string[]> {
    await loadCrc32c();
    const found = new Set([file]);
    for (const each of found) {
      const child = this.#identity(each);
      if (child?.facts.type !== "differencing") continue;
      for (const other of this.#files) {
        const parent = found.has(other) ? null : this.#identity(other);
        if (parent === null) continue;
        const { linkage, linkage2, names } = matchParent(child.facts, parent);
        if (linkage || linkage2 || names.length > 0) found.add(other);
      }
    }
    found.delete(file);
    return [...found];
  }

  #identity(file: string): Identity {
    const known = this.#identities.get(file);
    if (known !== undefined) return known;
    const identity = identify(file);
    this.#identities.set(file, identity);
    return identity;
  }
}
