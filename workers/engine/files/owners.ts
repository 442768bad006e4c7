import type { OwnerOf } from "../../api/index.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import type { JobContext } from "../jobs/jobs.ts";
import type { LayerOf, OpenSystem, OpenSystems } from "./open-systems.ts";
import { ownerAt, OwnerIndex } from "./owner-index.ts";
import { VhdxError } from "../../shared/error.ts";

/** Which files own which places of open disks. */
export class Owners {
  readonly #systems: OpenSystems;
  /** The index of the file system that was asked about last; those of others are made again. */
  #last: { readonly fs: FileSystem; readonly index: OwnerIndex } | null = null;

  constructor(systems: OpenSystems) {
    this.#systems = systems;
  }

  /**
   * What owns a byte of the virtual disk.
   *
   * @throws VhdxError `cancelled`; `not-available` where the layer has no virtual disk.
   */
  async at(of: LayerOf, diskOffset: number, transactions: number | null, job: JobContext): Promise<OwnerOf> {
    // A logical volume comes before the partition that holds it, and a partition before the whole disk.
    const order = ["logical", "partition", "space", "disk"];
    const places = this.#systems
      .volumes(of)
      .places.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    for (const { id, title, store } of places) {
      const [found] = store.ofDisk(diskOffset, 1);
      if (found === undefined) continue;
      const system = this.#open(of, id, transactions);
      if (system !== null)
        return ownerAt(system.fs, await this.#index(system.fs, job), id, found.offset, job);
      return {
        volume: id,
        volumeOffset: found.offset,
        file: null,
        fileOffset: null,
        words: `in ${title}, whose files are not read`,
      };
    }
    return { volume: null, volumeOffset: null, file: null, fileOffset: null, words: "in no volume" };
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
    if (this.#last?.fs !== fs) this.#last = { fs, index: await OwnerIndex.of(fs, job) };
    return this.#last.index;
  }
}
