const SECTOR = 512;
const PAGE = 64 * 1024;
/** The most unflushed changes of one sector. All their orders and subsets are possible, so there must be few. */
const MOST_PENDING = 4;

/** A guest's request. */
export interface GuestChange {
  /** Number of recorded operations when it began. */
  readonly at: number;
  readonly offset: number;
  readonly length: number;
  /** Null: zeros. */
  readonly bytes: Uint8Array | null;
}

/** Bytes of the virtual disk. */
export interface GuestBytes {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A guest's changes and the flushes that returned: the plain model that a disk is compared with. */
export class GuestHistory {
  readonly size: number;
  readonly initial: readonly GuestBytes[];
  readonly changes: GuestChange[] = [];
  /** Number of recorded operations when each flush returned. */
  readonly flushes: number[] = [];

  /** @param initial what stood there before; all else was zeros. */
  constructor(size: number, initial: readonly GuestBytes[]) {
    this.size = size;
    this.initial = initial;
  }

  change(at: number, offset: number, length: number, bytes: Uint8Array | null): void {
    this.changes.push({ at, offset, length, bytes: bytes?.slice() ?? null });
  }

  flushed(at: number): void {
    this.flushes.push(at);
  }
}

/**
 * The bytes that a disk may have after a crash: each 512-byte sector has the flushed bytes, with any of the unflushed changes
 * in any order. Moves forward through a history.
 */
export class GuestModel {
  readonly #history: GuestHistory;
  readonly #pages = new Map<number, Uint8Array>();
  /** Pages with all pending changes made: if not the flushed bytes, mostly these are found. */
  readonly #latest = new Map<number, Uint8Array>();
  #pending: GuestChange[] = [];
  #changesSeen = 0;
  #flushesSeen = 0;

  constructor(history: GuestHistory) {
    this.#history = history;
    for (const { offset, bytes } of history.initial) write(this.#pages, offset, bytes.length, bytes);
  }

  /** Moves to the moment when `operations` had begun. Flushes that had returned by then count. */
  advance(operations: number): void {
    const { flushes } = this.#history;
    for (;;) {
      const flush = flushes[this.#flushesSeen];
      if (flush === undefined || flush > operations) break;
      this.#take(flush);
      for (const { offset, length, bytes } of this.#pending) write(this.#pages, offset, length, bytes);
      this.#pending = [];
      this.#flushesSeen += 1;
    }
    this.#take(operations);
    this.#latest.clear();
    for (const { offset, length, bytes } of this.#pending) {
      for (const page of touchedPages(this.#pages, offset, length, bytes)) {
        const flushed = this.#pages.get(page);
        if (flushed !== undefined && !this.#latest.has(page)) this.#latest.set(page, flushed.slice());
      }
      write(this.#latest, offset, length, bytes);
    }
  }

  /** What is wrong with these bytes of the disk; null if the disk may have them. */
  problem(offset: number, bytes: Uint8Array): string | null {
    for (let at = offset; at < offset + bytes.length;) {
      const page = Math.floor(at / PAGE);
      const end = Math.min(offset + bytes.length, (page + 1) * PAGE);
      const found = bytes.subarray(at - offset, end - offset);
      const is = (expected: Uint8Array | undefined) =>
        expected === undefined
          ? isZero(found)
          : equal(found, expected.subarray(at - page * PAGE, end - page * PAGE));
      const flushed = this.#pages.get(page);
      if (!is(flushed) && !is(this.#latest.get(page) ?? flushed)) {
        const bad = this.#sectorProblem(at, found);
        if (bad !== null) return bad;
      }
      at = end;
    }
    return null;
  }

  /** The same for a run of zeros of any length. */
  zeroProblem(offset: number, length: number): string | null {
    const zeros = new Uint8Array(PAGE);
    for (const page of this.#pages.keys()) {
      const from = Math.max(offset, page * PAGE);
      const to = Math.min(offset + length, (page + 1) * PAGE);
      const problem = from < to ? this.problem(from, zeros.subarray(0, to - from)) : null;
      if (problem !== null) return problem;
    }
    return null;
  }

  #take(before: number): void {
    const { changes } = this.#history;
    for (let next = changes[this.#changesSeen]; next !== undefined && next.at < before;) {
      this.#pending.push(next);
      next = changes[++this.#changesSeen];
    }
  }

  #sectorProblem(offset: number, bytes: Uint8Array): string | null {
    for (let at = 0; at < bytes.length;) {
      const sector = Math.floor((offset + at) / SECTOR) * SECTOR;
      const end = Math.min(bytes.length, sector + SECTOR - offset);
      const found = bytes.subarray(at, end);
      const from = offset + at - sector;
      const page = Math.floor(sector / PAGE);
      const flushed = this.#pages.get(page);
      const known = [flushed, this.#latest.get(page) ?? flushed].some((each) =>
        each === undefined ? isZero(found) : equal(each.subarray(offset + at - page * PAGE), found),
      );
      if (known) {
        at = end;
        continue;
      }
      const allowed = this.#candidates(sector);
      if (!allowed.some((each) => equal(each.subarray(from, from + found.length), found))) {
        const which =
          allowed.length === 1 ? "the flushed bytes" : `any of ${allowed.length} allowed contents`;
        return `the guest's sector at ${sector} is not ${which}`;
      }
      at = end;
    }
    return null;
  }

  #candidates(sector: number): Uint8Array[] {
    const page = this.#pages.get(Math.floor(sector / PAGE));
    const within = sector % PAGE;
    const flushed = page?.slice(within, within + SECTOR) ?? new Uint8Array(SECTOR);
    const pending = this.#pending.filter(
      ({ offset, length }) => offset < sector + SECTOR && sector < offset + length,
    );
    if (pending.length > MOST_PENDING)
      throw new Error(`${pending.length} unflushed changes of sector ${sector}: flush in between`);
    const result: Uint8Array[] = [];
    const visit = (content: Uint8Array, left: readonly GuestChange[]) => {
      result.push(content);
      for (const [index, change] of left.entries()) {
        const next = content.slice();
        const from = Math.max(sector, change.offset);
        const to = Math.min(sector + SECTOR, change.offset + change.length);
        if (change.bytes === null) next.fill(0, from - sector, to - sector);
        else next.set(change.bytes.subarray(from - change.offset, to - change.offset), from - sector);
        visit(next, left.toSpliced(index, 1));
      }
    };
    visit(flushed, pending);
    return result;
  }
}

type Pages = Map<number, Uint8Array>;

/** Pages that a change touches. For zeros only existing pages, so that a run of any length costs nothing. */
function touchedPages(pages: Pages, offset: number, length: number, bytes: Uint8Array | null): number[] {
  const first = Math.floor(offset / PAGE);
  const end = Math.ceil((offset + length) / PAGE);
  return bytes === null
    ? [...pages.keys()].filter((page) => page >= first && page < end)
    : Array.from({ length: end - first }, (_, nth) => first + nth);
}

function write(pages: Pages, offset: number, length: number, bytes: Uint8Array | null): void {
  for (const page of touchedPages(pages, offset, length, bytes)) {
    const from = Math.max(offset, page * PAGE);
    const to = Math.min(offset + length, (page + 1) * PAGE);
    let target = pages.get(page);
    if (target === undefined) {
      target = new Uint8Array(PAGE);
      pages.set(page, target);
    }
    if (bytes === null) target.fill(0, from - page * PAGE, to - page * PAGE);
    else target.set(bytes.subarray(from - offset, to - offset), from - page * PAGE);
  }
}

/** The bytes as 32-bit words if they are aligned, else null: a crash test spends most of its time here. */
function words(bytes: Uint8Array, length: number): Int32Array | null {
  return bytes.byteOffset % 4 === 0 && length % 4 === 0
    ? new Int32Array(bytes.buffer, bytes.byteOffset, length / 4)
    : null;
}

function isZero(bytes: Uint8Array): boolean {
  const all = words(bytes, bytes.length) ?? bytes;
  for (let at = 0; at < all.length; at++) if (all[at] !== 0) return false;
  return true;
}

/** Whether `a` is the start of `b`, or the other way round. */
function equal(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.min(a.length, b.length);
  const aWords = words(a, length);
  const bWords = words(b, length);
  if (aWords !== null && bWords !== null) {
    for (let at = 0; at < aWords.length; at++) if (aWords[at] !== bWords[at]) return false;
    return true;
  }
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return false;
  return true;
}
