import { VhdxError } from "../../shared/error.ts";
import type { VirtualDisk } from "../../vhdx/disk/disk.ts";
import { listVolumes, type VolumePlace, type Volumes } from "../../volume/volumes.ts";
import { type KnownReader, openFileSystem, type OpenedFileSystem, READERS } from "../../fs/readers.ts";
import type { Layer } from "../image/layer.ts";
import { ancestors } from "../image/lineage.ts";
import type { OpenedImage, OpenLink } from "../image/opened-image.ts";

/** File systems that are kept open for a layer at most. Each may hold caches of a few MiB. */
const MOST_OPEN = 6;

/** A layer of an open file. */
export interface LayerOf {
  readonly image: OpenedImage;
  readonly layer: Layer;
}

/** An open file system, and where it lies. */
export interface OpenSystem extends OpenedFileSystem {
  readonly disk: VirtualDisk;
  readonly place: VolumePlace;
  /** Of its journal, those that were to be applied; null for all. */
  readonly transactions: number | null;
}

/** What is known of a layer's disk. */
interface Known {
  /** What the disk depends on besides its layer. */
  readonly parts: readonly unknown[];
  readonly disk: VirtualDisk;
  readonly volumes: Volumes;
  /** By volume and transactions, the one that was used last at the end. */
  readonly systems: Map<string, OpenSystem>;
}

function partsOf(image: OpenedImage): readonly unknown[] {
  const parents: readonly OpenLink[] = ancestors(image);
  return [
    image.log,
    image.readAnyway,
    ...parents.flatMap((each) => [each.image.best, each.image.readAnyway]),
  ];
}

const same = (one: readonly unknown[], other: readonly unknown[]) =>
  one.length === other.length && one.every((part, at) => part === other[at]);

/** The volumes and file systems of open images. Those of a layer that changed are opened anew. */
export class OpenSystems {
  readonly readers: readonly KnownReader[];
  readonly #known = new WeakMap<Layer, Known>();

  constructor(readers: readonly KnownReader[] = READERS) {
    this.readers = readers;
  }

  /**
   * The volumes of a layer's disk.
   *
   * @throws VhdxError `not-available` where the layer has no virtual disk.
   */
  volumes(of: LayerOf): Volumes {
    return this.#of(of).volumes;
  }

  /**
   * The file system of a volume.
   *
   * @param transactions of the journal that are applied; null for all
   * @throws VhdxError `misuse` where there is no such volume, `not-available` where it has no file system that can be read.
   */
  system(of: LayerOf, volume: string, transactions: number | null): OpenSystem {
    const known = this.#of(of);
    const place = known.volumes.places.find(({ id }) => id === volume);
    if (place === undefined) throw new VhdxError("misuse", `The disk has no volume ${volume}.`);
    const key = `${transactions ?? "all"} ${volume}`;
    const open = known.systems.get(key);
    known.systems.delete(key);
    const system = open ?? this.#open(known.disk, place, transactions);
    known.systems.set(key, system);
    for (const oldest of known.systems.keys()) {
      if (known.systems.size <= MOST_OPEN) break;
      known.systems.delete(oldest);
    }
    return system;
  }

  #of({ image, layer }: LayerOf): Known {
    const parts = partsOf(image);
    const before = this.#known.get(layer);
    if (before !== undefined && same(before.parts, parts)) return before;
    const disk = image.disk(layer);
    const known: Known = { parts, disk, volumes: listVolumes(disk), systems: new Map() };
    this.#known.set(layer, known);
    return known;
  }

  #open(disk: VirtualDisk, place: VolumePlace, transactions: number | null): OpenSystem {
    const { content, store } = place;
    const opened = openFileSystem(store, content?.name ?? null, { transactions }, this.readers);
    if (opened !== null) return { ...opened, disk, place, transactions };
    const what =
      content === null ? "no file system that Platter knows" : `${content.name}, which can't be read`;
    throw new VhdxError("not-available", `${place.title} holds ${what}.`, { structure: "volume" });
  }
}
