import type { VolumeRun } from "../file-system.ts";

/** Runs that are kept: some 32 MiB of memory. */
const MOST = 1_000_000;

/** Runs in order, neighbours joined. Bounded: runs past the bound are left out, and `isFull` says so. */
export class RunList {
  readonly #runs: { offset: number; length: number }[] = [];
  isFull = false;

  add(offset: number, length: number): void {
    const last = this.#runs.at(-1);
    if (last !== undefined && last.offset + last.length === offset) last.length += length;
    else if (this.#runs.length < MOST) this.#runs.push({ offset, length });
    else this.isFull = true;
  }

  get runs(): readonly VolumeRun[] {
    return this.#runs;
  }
}
