import type { OwnerOf } from "../../api/index.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import type { JobContext } from "../jobs/jobs.ts";
import type { LayerOf, OpenSystem, OpenSystems } from "./open-systems.ts";
import { ownerAt, OwnerIndex } from "./owner-index.ts";
import { VhdxError } from "../../shared/error.ts";

/** A byte can lie in two file systems: a partition's, and an older one of the whole disk. */
const MOST_INDEXES = 2;

/** Which files own which places of open disks. */
export class Owners {
  readonly #systems: OpenSystems;
  /** Indexes of the file systems that were asked about last; those of others are made again. */
  #known: readonly { readonly fs: FileSystem; readonly index: OwnerIndex }[] = [];

  constructor(systems: OpenSystems) {
    this.#systems = systems;
  }

  /**
   * What owns a byte of the virtual disk. Where a partition table was written over a file system, a byte lies in several volumes: the
   * first one that has it in use says whose it is.
   *
   * @throws VhdxError `cancelled`; `not-available` where the layer has no virtual disk.
   */
  async at(of: LayerOf, diskOffset: number, transactions: number | null, job: JobContext): Promise<OwnerOf> {
    // A logical volume comes before the partition that holds it, and a partition before the whole disk.
    const order = ["logical", "partition", "space", "disk"];
    const places = this.#systems
      .volumes(of)
      .places.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    let first: OwnerOf | null = null;
    for (const { id, title, store } of places) {
      const [found] = store.ofDisk(diskOffset, 1);
      if (found === undefined) continue;
      const system = this.#open(of, id, transactions);
      const owner: OwnerOf =
        system === null
          ? {
              volume: id,
              volumeOffset: found.offset,
              file: null,
              fileOffset: null,
              kind: "none",
              words: `in ${title}, whose files are not read`,
            }
          : // Each place is asked only where those before did not know.
            // oxlint-disable-next-line no-await-in-loop
            await ownerAt(system.fs, await this.#index(system.fs, job), id, found.offset, job);
      if (owner.kind !== "none") return owner;
      first ??= owner;
    }
    return (
      first ?? {
        volume: null,
        volumeOffset: null,
        file: null,
        fileOffset: null,
        kind: "none",
        words: "in no volume",
      }
    );
  }

  #open(of: LayerOf, id: string, transactions: number | null): OpenSystem | null {
    try {
      return this.#systems.system(of, id, transactions);
    } catch (thrown) {
      if (thrown instanceof VhdxError && thrown.code === "not-available") return null;
      throw thrown;
    }
  }

  async #index(fs: FileSystem, job: JobContext): Promise<OwnerIndex> {
    const known = this.#known.find((each) => each.fs === fs);
    if (known !== undefined) return known.index;
    const index = await OwnerIndex.of(fs, job);
    this.#known = [{ fs, index }, ...this.#known].slice(0, MOST_INDEXES);
    return index;
  }
}
