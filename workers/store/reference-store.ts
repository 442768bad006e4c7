import { IntervalSet } from "../bytes/intervals.ts";
import { OverlayStore } from "./overlay-store.ts";
import { checkRange, type ReadableStore, type Store } from "./store.ts";

/** A run whose bytes are those of another store, from the offset `from` on. */
interface Reference {
  readonly start: number;
  readonly end: number;
  readonly source: ReadableStore;
  readonly from: number;
}

/**
 * Writes over another store, as `OverlayStore` does. A copy from a third store is kept as a reference to its source, so that it
 * takes no memory whatever its length: `standIn` makes the placeholder bytes to write.
 */
export class ReferenceStore implements Store {
  readonly #overlay: OverlayStore;
  /** Sorted and disjoint. */
  #references: Reference[] = [];
  #standIn: { readonly bytes: Uint8Array; source: ReadableStore; from: number };

  /** @param longest the longest placeholder that will be needed, bytes */
  constructor(base: ReadableStore, longest: number) {
    this.#overlay = new OverlayStore(base);
    this.#standIn = { bytes: new Uint8Array(longest), source: base, from: 0 };
  }

  get size(): number {
    return this.#overlay.size;
  }

  /**
   * Placeholder for bytes of another store. Writing it, or a part of it, makes a reference; its own content does not matter.
   * Valid until the next call.
   */
  standIn(source: ReadableStore, from: number, length: number): Uint8Array {
    this.#standIn = { ...this.#standIn, source, from };
    return this.#standIn.bytes.subarray(0, length);
  }

  read(offset: number, into: Uint8Array): void {
    this.#overlay.read(offset, into);
    for (const { start, end, source, from } of this.#within(offset, offset + into.length)) {
      source.read(from, into.subarray(start - offset, end - offset));
    }
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    const within = [...this.#within(offset, offset + length)];
    // All reads start at once: a job that is cancelled meanwhile must not start another.
    const [bytes, ...parts] = await Promise.all([
      this.#overlay.readBulk(offset, length),
      ...within.map(({ start, end, source, from }) => source.readBulk(from, end - start)),
    ]);
    for (const [nth, { start }] of within.entries()) bytes.set(parts[nth] ?? [], start - offset);
    return bytes;
  }

  write(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    this.#forget(offset, end);
    const { bytes: standIn, source, from } = this.#standIn;
    if (bytes.length === 0 || bytes.buffer !== standIn.buffer) return this.#overlay.write(offset, bytes);
    if (end > this.size) this.#overlay.truncate(end);
    const reference = { start: offset, end, source, from: from + bytes.byteOffset - standIn.byteOffset };
    this.#references.splice(this.#firstAfter(offset), 0, reference);
  }

  truncate(size: number): void {
    this.#forget(size, Number.POSITIVE_INFINITY);
    this.#overlay.truncate(size);
  }

  flush(): void {
    this.#overlay.flush();
  }

  /** The runs that may differ from the base, merged. */
  writtenRuns(start = 0, end = this.size): Iterable<{ start: number; end: number }> {
    const runs = new IntervalSet();
    for (const run of this.#overlay.writtenRuns(start, end)) runs.add(run.start, run.end);
    for (const run of this.#within(start, end)) runs.add(run.start, run.end);
    return runs.runs;
  }

  /** Index of the first reference that ends after an offset. */
  #firstAfter(offset: number): number {
    let low = 0;
    let high = this.#references.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#references[middle]?.end ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  *#within(start: number, end: number): Generator<Reference> {
    for (let at = this.#firstAfter(start); at < this.#references.length; at++) {
      const each = this.#references[at];
      if (each === undefined || each.start >= end) return;
      yield cut(each, start, end);
    }
  }

  /** Removes `[start, end)` from the references. */
  #forget(start: number, end: number): void {
    const first = this.#firstAfter(start);
    let count = 0;
    const left: Reference[] = [];
    for (let each = this.#references[first]; each !== undefined && each.start < end;) {
      if (each.start < start) left.push(cut(each, each.start, start));
      if (each.end > end) left.push(cut(each, end, each.end));
      count += 1;
      each = this.#references[first + count];
    }
    if (count > 0) this.#references.splice(first, count, ...left);
  }
}

/** The part of a reference inside `[start, end)`. */
function cut(reference: Reference, start: number, end: number): Reference {
  const from = Math.max(reference.start, start);
  return {
    ...reference,
    start: from,
    end: Math.min(reference.end, end),
    from: reference.from + from - reference.start,
  };
}
