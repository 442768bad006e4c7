import { MIB } from "../../workers/shared/numbers.ts";
import { Edits } from "../../workers/engine/edits/edits.ts";
import type { OpenFile } from "../../workers/engine/image/open-source.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";
import { MeteredStore } from "../../workers/store/metered-store.ts";
import type { ReadableStore } from "../../workers/store/store.ts";
import { type Breaches, CountingCache, GuardedStore } from "./watch/guard.ts";

/** A mutant that the engine has open, with the stores that count what it asks for. */
export interface Opened {
  readonly file: OpenFile;
  readonly guard: GuardedStore;
  readonly cache: CountingCache;
}

/** Opens a mutant as the session opens a dropped file. */
export function openMutant(store: ReadableStore, name: string, breaches: Breaches): Opened {
  const guard = new GuardedStore(store, breaches);
  const metered = new MeteredStore(guard);
  const cache = new CountingCache(metered, breaches);
  const image = new OpenedImage(cache);
  const file: OpenFile = {
    source: { kind: "file", file: new File([], name) },
    name,
    lastModified: 0,
    file: guard,
    metered,
    image,
    edits: new Edits(image),
    kept: [],
    keepProblem: null,
    working: null,
  };
  return { file, guard, cache };
}

/** Bytes of the structures that a reader may have to look at: header section, log, BAT, metadata, on each layer. */
export function structureBytes({ file }: Opened): number {
  const { image } = file;
  const layers = image.canReplay ? [image.own, image.best] : [image.own];
  let bytes = MIB + (image.headers.log?.length ?? 0);
  for (const { structures } of layers)
    bytes += (structures.bat?.byteLength ?? 0) + (structures.regions.metadata === null ? 0 : MIB);
  return bytes;
}
