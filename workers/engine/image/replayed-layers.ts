import { runSteps } from "../../bytes/steps.ts";
import type { CachedStore } from "../../store/cached-store.ts";
import type { LogPlace } from "../../vhdx/headers/log-place.ts";
import { ReplayedStore } from "../../vhdx/log/replay.ts";
import type { LogScan } from "../../vhdx/log/scan.ts";
import { type JobContext, runStepsInJob } from "../jobs/jobs.ts";
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
   * Makes the full layer in steps: a long log takes many reads.
   *
   * @throws VhdxError `cancelled`.
   */
  async prepare({ active, ring }: LogScan, job: JobContext): Promise<void> {
    if (this.#layers.has(active.length)) return;
    const steps = ReplayedStore.replay(this.#store, ring, active);
    this.#keep(active.length, active.length, await runStepsInJob(steps, job, "Finding what the log writes"));
  }

  /**
   * A layer, made when it is first asked for.
   *
   * @param upTo entries to apply, of those that the replay needs; null: all
   */
  layer({ active, ring }: LogScan, upTo: number | null): Layer {
    const applied = Math.max(0, Math.min(upTo ?? active.length, active.length));
    const layer =
      this.#layers.get(applied) ??
      this.#keep(
        applied,
        active.length,
        runSteps(ReplayedStore.replay(this.#store, ring, active.slice(0, applied))),
      );
    this.#layers.delete(applied);
    this.#layers.set(applied, layer);
    return layer;
  }

  #keep(applied: number, full: number, store: ReplayedStore): Layer {
    const layer = new Layer({ name: "replayed", upTo: applied === full ? null : applied }, store, this.#log);
    this.#forget(full);
    this.#layers.set(applied, layer);
    return layer;
  }

  /** Drops the least recently used layers, but never the full one: its BAT check may have taken long. */
  #forget(full: number): void {
    for (const applied of this.#layers.keys()) {
      if (this.#layers.size < KEPT_LAYERS) return;
      if (applied !== full) this.#layers.delete(applied);
    }
  }
}
