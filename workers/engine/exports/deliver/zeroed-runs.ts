import type { ZeroedRun } from "../../../api/index.ts";
import type { OpenedImage } from "../../image/opened-image.ts";

/** The runs of each open image that exports could not read, for its reports. Dropped when the file is opened again. */
export class ZeroedRuns {
  readonly #runs = new WeakMap<OpenedImage, readonly ZeroedRun[]>();

  /** By file and place. */
  of(image: OpenedImage): readonly ZeroedRun[] {
    return this.#runs.get(image) ?? [];
  }

  /** Adds the runs of one export. A run of a file is kept once, with its place in the disk where one of the exports knew it. */
  add(image: OpenedImage, runs: readonly ZeroedRun[]): void {
    const all = new Map<string, ZeroedRun>();
    for (const run of [...this.of(image), ...runs]) {
      const key = `${run.offset} ${run.length} ${run.file}`;
      if (run.diskOffset !== null || !all.has(key)) all.set(key, run);
    }
    const byPlace = (a: ZeroedRun, b: ZeroedRun) => a.file.localeCompare(b.file) || a.offset - b.offset;
    this.#runs.set(image, [...all.values()].toSorted(byPlace));
  }
}
