import type { FileExtent } from "../file-system.ts";
import {
  BAD,
  type ClusterTable,
  END,
  FIRST_CLUSTER,
  FREE,
  isCluster,
  offsetOf,
  UNREADABLE,
} from "./cluster-table.ts";

/** Runs of a chain that are kept: 16 MiB of memory. */
const MOST_RUNS = 1_000_000;

/** Why a chain ends in front of where it should, as a sentence. */
function reasonOf(value: number, cluster: number): string {
  if (value === END)
    return `The chain of clusters ends with cluster ${cluster}, before the stated size is reached.`;
  if (value === UNREADABLE) return `The file allocation table can't be read for cluster ${cluster}.`;
  if (value === FREE) return `The file allocation table says that cluster ${cluster} is free.`;
  if (value === BAD) return `The file allocation table says that cluster ${cluster} is bad.`;
  return `The file allocation table has no cluster behind cluster ${cluster}.`;
}

/**
 * The clusters of a file, as far as they were asked for. A chain that comes back to itself is cut where it does: its length never
 * depends on more than the entries of the table.
 */
export class ClusterChain {
  readonly #table: ClusterTable;
  /** First cluster of each run, and the number of clusters in front of it. */
  readonly #firsts: number[] = [];
  readonly #starts: number[] = [];
  #known = 0;
  #last = 0;
  #ended: string | null = null;
  #isWhole = false;
  // Brent's way to find a loop: a cluster that is remembered, and the steps since.
  #mark = 0;
  #power = 1;
  #steps = 0;

  /**
   * @param first first cluster; anything else than a cluster's number makes an empty chain
   * @param contiguous clusters that follow each other without the table (exFAT's NoFatChain); null where the table counts
   */
  constructor(table: ClusterTable, first: number, contiguous: number | null = null) {
    this.#table = table;
    const { layout } = table;
    if (!isCluster(layout, first)) {
      this.#ended =
        first === 0 ? "There are no clusters." : `The first cluster ${first} is not on the volume.`;
      return;
    }
    this.#firsts.push(first);
    this.#starts.push(0);
    this.#known = 1;
    this.#last = first;
    this.#mark = first;
    if (contiguous === null) return;
    const there = Math.min(contiguous, layout.clusters + FIRST_CLUSTER - first);
    this.#known = Math.max(1, there);
    this.#ended = "The clusters reach past the end of the volume.";
  }

  /** Why the chain has no more clusters than are known, as a sentence; null while more may follow. */
  get ended(): string | null {
    return this.#ended;
  }

  /** Whether the table itself says where the chain ends. Null while more clusters may follow. */
  get isWhole(): boolean | null {
    return this.#ended === null ? null : this.#isWhole;
  }

  #add(next: number): void {
    if (next !== this.#last + 1) {
      if (this.#firsts.length === MOST_RUNS) {
        this.#ended = `The clusters are in more than ${MOST_RUNS.toLocaleString("en-US")} fragments.`;
        return;
      }
      this.#firsts.push(next);
      this.#starts.push(this.#known);
    }
    this.#known += 1;
    this.#last = next;
  }

  /** Cuts the chain where it comes back to itself. @param length clusters of the loop */
  #cutLoop(length: number): void {
    let start = 0;
    while (start + length < this.#known && this.#clusterOf(start) !== this.#clusterOf(start + length))
      start += 1;
    this.#known = Math.min(this.#known, start + length);
    while ((this.#starts.at(-1) ?? 0) >= this.#known) {
      this.#starts.pop();
      this.#firsts.pop();
    }
    this.#ended = `The chain of clusters comes back to cluster ${this.#clusterOf(start)}.`;
  }

  /** Follows the chain until `count` clusters are known, or it ends. @returns clusters that are known */
  reach(count: number): number {
    while (this.#known < count && this.#ended === null) {
      const next = this.#table.next(this.#last);
      if (next < FIRST_CLUSTER) {
        this.#ended = reasonOf(next, this.#last);
        this.#isWhole = next === END;
        break;
      }
      this.#steps += 1;
      if (next === this.#mark) {
        this.#cutLoop(this.#steps);
        break;
      }
      if (this.#steps === this.#power) {
        this.#mark = next;
        this.#power *= 2;
        this.#steps = 0;
      }
      this.#add(next);
    }
    return this.#known;
  }

  #runOf(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #clusterOf(index: number): number {
    const run = this.#runOf(index);
    return (this.#firsts[run] ?? 0) + index - (this.#starts[run] ?? 0);
  }

  /** Runs of the file, bytes from its start, where its clusters lie. What the chain does not reach is unreadable. */
  *extents(offset: number, length: number): Generator<FileExtent> {
    const { layout } = this.#table;
    const { clusterSize } = layout;
    const end = offset + length;
    let at = offset;
    while (at < end) {
      const index = Math.floor(at / clusterSize);
      // A whole run of clusters at a time, and no more of the chain than is asked for.
      const known = this.reach(Math.min(index + 4096, Math.ceil(end / clusterSize)));
      if (index >= known) {
        const reason = this.#ended ?? "The chain of clusters is not known.";
        yield { offset: at, length: end - at, source: { kind: "unreadable", reason } };
        return;
      }
      const run = this.#runOf(index);
      const runEnd = Math.min(this.#starts[run + 1] ?? known, known);
      const within = at - index * clusterSize;
      const taken = Math.min((runEnd - index) * clusterSize - within, end - at);
      const place = offsetOf(layout, this.#clusterOf(index)) + within;
      yield { offset: at, length: taken, source: { kind: "volume", offset: place } };
      at += taken;
    }
  }
}
