import { VhdxError } from "../shared/error.ts";
import { checkRange, type ReadableStore } from "../store/store.ts";

/** A run of a volume, and where it lies. */
export interface Segment {
  /** Bytes from the start of the volume. */
  readonly offset: number;
  readonly length: number;
  /** Bytes from the start of the virtual disk; null where the run is not on it. */
  readonly disk: number | null;
}

/** Bytes of a run that lie on a disk; 0 where the run begins past its end. */
export const lengthOn = ({ size }: { readonly size: number }, at: number, length: number): number =>
  at < 0 || at >= size ? 0 : Math.min(length, size - at);

/** A volume that is put together of runs of a disk. */
export class SegmentStore implements ReadableStore {
  readonly #disk: ReadableStore;
  /** In order and without gaps, from 0 on. */
  readonly #segments: readonly Segment[];
  readonly size: number;

  /** @param segments in order and without gaps, from 0 on; what of them lies past the end of the disk can't be read */
  constructor(disk: ReadableStore, segments: readonly Segment[]) {
    this.#disk = disk;
    this.#segments = segments;
    const last = segments.at(-1);
    this.size = last === undefined ? 0 : last.offset + last.length;
  }

  /** Where a run of the volume lies on the disk, cut at the borders of segments. */
  *within(offset: number, length: number): Generator<Segment> {
    const end = Math.min(offset + length, this.size);
    for (let nth = this.#nthAt(offset), at = offset; at < end; nth += 1) {
      const segment = this.#segments[nth];
      if (segment === undefined) return;
      const to = Math.min(end, segment.offset + segment.length);
      const disk = segment.disk === null ? null : segment.disk + at - segment.offset;
      yield { offset: at, length: to - at, disk };
      at = to;
    }
  }

  /** Where a run of the disk lies in the volume, in the order of the volume. */
  *ofDisk(offset: number, length: number): Generator<Segment> {
    const end = offset + length;
    for (const segment of this.#segments) {
      if (segment.disk === null) continue;
      const from = Math.max(offset, segment.disk);
      const to = Math.min(end, segment.disk + segment.length);
      if (from < to) yield { offset: segment.offset + from - segment.disk, length: to - from, disk: from };
    }
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    for (const { offset: at, length, disk } of this.within(offset, into.length))
      this.#disk.read(place(disk, at), into.subarray(at - offset, at - offset + length));
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    checkRange(this, offset, length);
    const runs = [...this.within(offset, length)];
    const [only] = runs;
    if (runs.length === 1 && only !== undefined)
      return this.#disk.readBulk(place(only.disk, only.offset), only.length);
    const bytes = new Uint8Array(length);
    await Promise.all(
      runs.map(async ({ offset: at, length: size, disk }) =>
        bytes.set(await this.#disk.readBulk(place(disk, at), size), at - offset),
      ),
    );
    return bytes;
  }

  /** Index of the segment that holds an offset. */
  #nthAt(offset: number): number {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const segment = this.#segments[middle];
      if (segment !== undefined && segment.offset + segment.length <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** @throws VhdxError `unreadable-block` where a run is not on the disk. */
function place(disk: number | null, offset: number): number {
  if (disk !== null) return disk;
  throw new VhdxError("unreadable-block", "This part of the volume is not on the disk.", {
    offset,
    structure: "volume",
  });
}
