import { runSteps } from "../bytes/steps.ts";
import type { CachedStore } from "../store/cached-store.ts";
import type { LogPlace } from "../vhdx/headers.ts";
import { ReplayedStore } from "../vhdx/log/replay.ts";
import type { LogScan } from "../vhdx/log/scan.ts";
import { Layer } from "./layer.ts";

/** Replayed layers kept: the slider goes back and forth. */
const KEPT_LAYERS = 4;

/** The Replayed layers of one file, by how many entries are applied. */
export class ReplayedLayers {
  readonly #store: CachedStore;
  readonly #log: LogPlace | null;
  readonly #layers = new Map<number, Layer>();

  /** @param log the log's place */
  constructor(store: CachedStore, log: LogPlace | null) {
    this.#store = store;
    this.#log = log;
  }

  /**
   * A layer, made when it is first asked for.
   *
   * @param upTo entries to apply, of those that the replay needs; null: all
   */
  layer({ active, ring }: LogScan, upTo: number | null): Layer {
    const applied = Math.max(0, Math.min(upTo ?? active.length, active.length));
    let layer = this.#layers.get(applied);
    if (layer === undefined) {
      const store = runSteps(ReplayedStore.replay(this.#store, ring, active.slice(0, applied)));
      const ref = { name: "replayed", upTo: applied === active.length ? null : applied } as const;
      layer = new Layer(ref, store, this.#log);
      this.#forget(active.length);
    }
    this.#layers.delete(applied);
    this.#layers.set(applied, layer);
    return layer;
  }

  /** Drops the layers used longest ago, but never the full one: its BAT check may have taken long. */
  #forget(full: number): void {
    for (const applied of this.#layers.keys()) {
      if (this.#layers.size < KEPT_LAYERS) return;
      if (applied !== full) this.#layers.delete(applied);
    }
  }
}
