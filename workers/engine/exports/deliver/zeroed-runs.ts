import type { ZeroedRun } from "../../../api/index.ts";
import type { OpenedImage } from "../../image/opened-image.ts";

/** What exports of each open image could not read, for its reports: it is forgotten when the file is opened anew. */
export class ZeroedRuns {
  readonly #runs = new WeakMap<OpenedImage, readonly ZeroedRun[]>();

  /** By file and place. */
  of(image: OpenedImage): readonly ZeroedRun[] {
    return this.#runs.get(image) ?? [];
  }

  /** Adds those of one export. The same run of a file is kept once, with its place in the disk where one of the exports knew it. */
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
