import { type ReadableStore, readUpTo } from "../../store/store.ts";

/** Bytes written over a store, at an offset of it. */
export interface Patch {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Writes are torn at borders of sectors, so bytes are compared sector by sector. */
const SECTOR = 512;

/** The visible parts of patches, by offset, none overlapping: a later patch covers an earlier one. */
export function visibleParts(patches: readonly Patch[]): readonly Patch[] {
  const visible: Patch[] = [];
  const covered: { start: number; end: number }[] = [];
  // From the last patch to the first: the parts that no later patch covers. Most patches cover nothing.
  for (let nth = patches.length - 1; nth >= 0; nth--) {
    const patch = patches[nth];
    if (patch === undefined || patch.bytes.length === 0) continue;
    const run = { start: patch.offset, end: patch.offset + patch.bytes.length };
    const over = covered.filter(({ start, end }) => start < run.end && run.start < end);
    let at = run.start;
    for (const { start, end } of over.toSorted((a, b) => a.start - b.start)) {
      if (at < start) visible.push(part(patch, at, start));
      at = Math.max(at, end);
    }
    if (at < run.end) visible.push(part(patch, at, run.end));
    covered.push(run);
  }
  return visible.toSorted((a, b) => a.offset - b.offset);
}

const part = ({ offset, bytes }: Patch, start: number, end: number): Patch => ({
  offset: start,
  bytes: bytes.subarray(start - offset, end - offset),
});

/** A run of patched bytes that differs from what was there. */
interface Run {
  readonly offset: number;
  readonly length: number;
}

/**
 * Tells patches of one group of writes apart by the source of their bytes, without reading the bytes: the states of a group are
 * made of the same few writes. A patch with the bytes that were there before is no difference.
 */
export class DifferenceSources {
  readonly #ids = new Map<ArrayBufferLike, number>();
  readonly #known = new Map<string, readonly Run[]>();

  /**
   * @param base what is patched; its bytes count as zeros from `end` on. It must stay as it is.
   * @param parts by offset, none overlapping
   */
  differences(
    base: { readonly store: ReadableStore; readonly end: number },
    parts: readonly Patch[],
  ): string {
    const texts: string[] = [];
    let last = { id: -1, from: 0, offset: 0, length: 0 };
    const put = () => {
      if (last.length > 0) texts.push(`${last.offset}+${last.length}=${last.id}:${last.from}`);
    };
    for (const { offset, bytes } of parts) {
      const id = this.#idOf(bytes.buffer);
      const key = `${id}:${bytes.byteOffset} ${offset}+${bytes.length} ${base.end}`;
      let runs = this.#known.get(key);
      if (runs === undefined) {
        runs = differing(base, offset, bytes);
        this.#known.set(key, runs);
      }
      for (const run of runs) {
        const from = bytes.byteOffset + run.offset - offset;
        const goesOn =
          last.id === id && last.offset + last.length === run.offset && last.from + last.length === from;
        if (goesOn) last.length += run.length;
        else {
          put();
          last = { id, from, ...run };
        }
      }
    }
    put();
    return texts.join(" ");
  }

  #idOf(buffer: ArrayBufferLike): number {
    const known = this.#ids.get(buffer);
    if (known !== undefined) return known;
    this.#ids.set(buffer, this.#ids.size);
    return this.#ids.size - 1;
  }
}

function differing(
  { store, end }: { readonly store: ReadableStore; readonly end: number },
  offset: number,
  bytes: Uint8Array,
): readonly Run[] {
  const before = new Uint8Array(bytes.length);
  const there = Math.max(0, Math.min(bytes.length, end - offset));
  before.set(readUpTo(store, offset, there));
  const runs: { offset: number; length: number }[] = [];
  for (let at = 0; at < bytes.length;) {
    const next = Math.min(bytes.length, at + SECTOR - ((offset + at) % SECTOR));
    if (!equal(bytes, before, at, next)) {
      const last = runs.at(-1);
      if (last !== undefined && last.offset + last.length === offset + at) last.length += next - at;
      else runs.push({ offset: offset + at, length: next - at });
    }
    at = next;
  }
  return runs;
}

function equal(a: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (a[at] !== b[at]) return false;
  return true;
}
