import { MIB } from "../../shared/numbers.ts";

/** Numbers that an array of 32 bits holds. */
const WORD = 2 ** 32;
/** Numbers of a part of a list. */
const PART = 2 ** 16;

/** Bytes of a run and of an owner. */
const RUN = 12;
const OWNER = 8;
/** Units of the widest gap that runs are put together over: a wider one would name too many files for each place. */
const WIDEST_GAP = 4096;
/** Bytes that a list takes at most. */
const MOST = 48 * MIB;

/** A growing list of numbers in parts, so that growing copies nothing. */
class Numbers<A extends Uint32Array | Float64Array> {
  readonly #make: (length: number) => A;
  readonly #parts: A[] = [];
  length = 0;

  constructor(make: (length: number) => A) {
    this.#make = make;
  }

  push(value: number): void {
    if (this.length === this.#parts.length * PART) this.#parts.push(this.#make(PART));
    this.length += 1;
    this.set(this.length - 1, value);
  }

  at(index: number): number {
    return this.#parts[Math.floor(index / PART)]?.[index % PART] ?? 0;
  }

  set(index: number, value: number): void {
    const part = this.#parts[Math.floor(index / PART)];
    if (part !== undefined) part[index % PART] = value;
  }

  cut(length: number): void {
    this.length = length;
    this.#parts.length = Math.ceil(length / PART);
  }
}

const words = () => new Numbers((length) => new Uint32Array(length));

/**
 * Runs of a volume, each with its owner: 12 bytes a run, 8 an owner, up to 48 MiB. Then runs of one owner are put together that have a
 * gap between them, a larger one each time: the list tells who may own a place, and the owner's own map tells who does.
 */
export class OwnerRuns {
  /** Bytes of the unit that runs are counted in. */
  readonly #unit: number;
  readonly #most: number;
  readonly #starts = words();
  readonly #lengths = words();
  /** Indexes into `#owners`. */
  readonly #owned = words();
  readonly #owners = new Numbers((length) => new Float64Array(length));
  /** Units of a gap that runs are put together over. */
  #gap = 0;
  /** Whether runs were left out, as too many lie far apart. */
  isCut = false;

  /**
   * @param size of the volume, bytes
   * @param blockSize bytes that runs are multiples of, as a rule
   * @param most bytes that the list takes at most
   */
  constructor(size: number, blockSize: number, most = MOST) {
    let unit = Math.max(512, blockSize);
    while (size / unit >= WORD) unit *= 2;
    this.#unit = unit;
    this.#most = most;
  }

  /** Whether the list names places between the runs of an owner too. */
  get isCoarse(): boolean {
    return this.#gap > 0;
  }

  /** Runs that are kept. */
  get count(): number {
    return this.#starts.length;
  }

  /** Bytes that runs and owners take. */
  get bytes(): number {
    return this.#starts.length * RUN + this.#owners.length * OWNER;
  }

  /** Adds the runs of an owner, bytes of the volume. An owner is added once. */
  add(owner: number, runs: Iterable<{ readonly offset: number; readonly length: number }>): void {
    if (this.isCut) return;
    const index = this.#owners.length;
    for (const { offset, length } of runs) {
      const start = Math.floor(offset / this.#unit);
      const end = Math.min(start + WORD - 1, Math.ceil((offset + length) / this.#unit));
      if (this.#joins(this.#starts.length - 1, index, start, end)) continue;
      if (this.bytes + RUN + OWNER > this.#most && !this.#coarsen()) {
        this.isCut = true;
        return;
      }
      if (this.#owners.length === index) this.#owners.push(owner);
      this.#starts.push(start);
      this.#lengths.push(end - start);
      this.#owned.push(index);
    }
  }

  /** Puts a run to the one at an index, where both have one owner and the gap between them is small. */
  #joins(at: number, owner: number, start: number, end: number): boolean {
    if (at < 0 || this.#owned.at(at) !== owner) return false;
    const before = this.#starts.at(at);
    const gap = start - before - this.#lengths.at(at);
    if (gap < 0 || gap > this.#gap || end - before >= WORD) return false;
    this.#lengths.set(at, end - before);
    return true;
  }

  /** Puts runs together until half of the list is free. @returns whether there is room for one more now */
  #coarsen(): boolean {
    while (this.bytes > this.#most / 2 && this.#gap < WIDEST_GAP) {
      this.#gap = Math.max(16, this.#gap * 16);
      let kept = 0;
      for (let at = 0; at < this.#starts.length; at += 1) {
        const [start, length, owner] = [this.#starts.at(at), this.#lengths.at(at), this.#owned.at(at)];
        if (this.#joins(kept - 1, owner, start, start + length)) continue;
        this.#starts.set(kept, start);
        this.#lengths.set(kept, length);
        this.#owned.set(kept, owner);
        kept += 1;
      }
      for (const list of [this.#starts, this.#lengths, this.#owned]) list.cut(kept);
    }
    return this.bytes + RUN + OWNER <= this.#most;
  }

  /** Owners that may have a byte of the volume, each once. */
  *at(offset: number): Generator<number> {
    const unit = Math.floor(offset / this.#unit);
    let last = -1;
    // Some ten milliseconds at most: an order to search in would take memory, and be made for a few questions.
    for (let at = 0; at < this.#starts.length; at += 1) {
      const start = this.#starts.at(at);
      const owner = this.#owned.at(at);
      if (start > unit || start + this.#lengths.at(at) <= unit || owner === last) continue;
      last = owner;
      yield this.#owners.at(owner);
    }
  }
}
