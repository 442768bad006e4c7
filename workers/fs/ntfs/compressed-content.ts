import type { ReadableStore } from "../../store/store.ts";
import { tryRead } from "../../store/tolerant-read.ts";
import { ExtentContent } from "../common/extent-content.ts";
import { unreadableRun } from "../common/unreadable-run.ts";
import type { FileExtent } from "../file-system.ts";
import { isPackedWhole, type UnpackedUnit, unpackUnit } from "./lznt1.ts";
import { type ClusterValue, GIVEN_AWAY, sourceAt } from "./run-content.ts";
import { runIndex } from "./runs.ts";

/** Units that are kept unpacked. */
const MOST_UNITS = 8;
/** Windows compresses in units of 64 KiB at most. */
export const LARGEST_UNIT = 1024 * 1024;

const LOST = "No record says where all of this chunk of a compressed file is on the volume.";
const DAMAGED = "This chunk of a compressed file is damaged.";

/** What one unit is made of. */
type Unit =
  | { readonly kind: "stored" }
  | { readonly kind: "hole" }
  /** The runs do not say where all of it is, or a part was given to something else. */
  | { readonly kind: "lost"; readonly reason: string }
  | { readonly kind: "packed"; readonly clusters: number };

/** A value that is compressed by LZNT1, in units of clusters. */
export class CompressedContent extends ExtentContent {
  readonly #value: ClusterValue;
  /** Bytes of a unit. */
  readonly #unit: number;
  readonly #unpacked = new Map<number, UnpackedUnit>();

  constructor(volume: ReadableStore, value: ClusterValue) {
    super(volume);
    this.#value = value;
    this.#unit = value.clusterSize * 2 ** value.compressionUnit;
  }

  get size(): number {
    return this.#value.size;
  }

  *extents(offset: number, length: number): Generator<FileExtent> {
    const end = Math.min(this.size, offset + length);
    const written = Math.min(end, this.#value.initialized);
    let at = offset;
    while (at < written) {
      const whole = this.#wholeUnits(at, written);
      const unitEnd = Math.min(written, (Math.floor(at / this.#unit) + 1) * this.#unit);
      const unit = whole === null ? this.#unitAt(at) : null;
      if (unit !== null && unit.kind !== "stored") {
        yield { offset: at, length: unitEnd - at, source: this.#packedSource(at, unit) };
        at = unitEnd;
        continue;
      }
      const part = sourceAt(this.#value, this.store.size, at, whole ?? unitEnd);
      yield { offset: at, length: part.end - at, source: part.source };
      at = part.end;
    }
    if (at < end) yield { offset: at, length: end - at, source: { kind: "zero" } };
  }

  /**
   * End of the units from `at` on that one run fills alone, or that no run says anything of: holes of terabytes go by in one step. Null
   * where the first is none.
   */
  #wholeUnits(at: number, end: number): number | null {
    const { runs, clusterSize } = this.#value;
    const start = Math.floor(at / this.#unit) * this.#unit;
    const run = runs[runIndex(runs, start / clusterSize)];
    if (run === undefined) return end;
    const vcn = run.vcn * clusterSize > start ? run.vcn : run.vcn + run.count;
    const units = Math.floor((vcn * clusterSize - start) / this.#unit);
    return units > 0 ? Math.min(end, start + units * this.#unit) : null;
  }

  #unitAt(at: number): Unit {
    const { runs, clusterSize } = this.#value;
    const first = Math.floor(at / this.#unit) * (this.#unit / clusterSize);
    const behind = first + this.#unit / clusterSize;
    let clusters = 0;
    let isOwn = true;
    for (let vcn = first; vcn < behind;) {
      const run = runs[runIndex(runs, vcn)];
      if (run === undefined && clusters > 0) return this.#lastUnit(first, clusters);
      if (run === undefined || run.vcn > vcn) return { kind: "lost", reason: LOST };
      if (run.lcn === null) {
        if (clusters === 0) return { kind: "hole" };
        // Of a packed unit, nothing can be told by a part.
        return isOwn ? { kind: "packed", clusters } : { kind: "lost", reason: GIVEN_AWAY };
      }
      const until = Math.min(behind, run.vcn + run.count);
      const stretch = this.#value.stillFree?.(run.lcn + vcn - run.vcn, until - vcn);
      isOwn &&= stretch === undefined || (stretch.isFree && stretch.count >= until - vcn);
      clusters += until - vcn;
      vcn = until;
    }
    return { kind: "stored" };
  }

  /**
   * The unit in which the runs end. A last one may leave out the hole that makes it a packed one: then its bytes tell. They are stored
   * where they are no chunks, and reach to the end of the file.
   */
  #lastUnit(first: number, clusters: number): Unit {
    const { clusterSize, size } = this.#value;
    const start = first * clusterSize;
    const rest = size - start;
    if (rest > this.#unit) return { kind: "lost", reason: LOST };
    const { bytes, readable } = this.#packed(start, clusters);
    if (isPackedWhole(bytes.subarray(0, readable), rest)) return { kind: "packed", clusters };
    return clusters * clusterSize >= rest ? { kind: "stored" } : { kind: "lost", reason: LOST };
  }

  #packedSource(at: number, unit: Unit): FileExtent["source"] {
    if (unit.kind === "lost") return { kind: "unreadable", reason: unit.reason };
    if (unit.kind !== "packed") return { kind: "zero" };
    const start = Math.floor(at / this.#unit) * this.#unit;
    const length = unit.clusters * this.#value.clusterSize;
    const { source } = sourceAt(this.#value, this.store.size, start, start + length);
    return source.kind === "volume" ? { kind: "packed", offset: source.offset, length } : source;
  }

  protected override unpack(extent: FileExtent, into: Uint8Array): void {
    const start = Math.floor(extent.offset / this.#unit) * this.#unit;
    const unit = this.#load(start);
    const from = extent.offset - start;
    const bad = unit.bad.find((run) => run.start < from + extent.length && run.end > from);
    if (bad !== undefined) throw unreadableRun(DAMAGED, start + Math.max(from, bad.start));
    into.set(unit.bytes.subarray(from, from + extent.length));
  }

  #load(start: number): UnpackedUnit {
    const known = this.#unpacked.get(start);
    if (known !== undefined) return known;
    const unit = this.#unitAt(start);
    const { bytes, readable } = this.#packed(start, unit.kind === "packed" ? unit.clusters : 0);
    const unpacked = unpackUnit(bytes, readable, this.#unit);
    if (this.#unpacked.size >= MOST_UNITS) this.#unpacked.clear();
    this.#unpacked.set(start, unpacked);
    return unpacked;
  }

  /** The clusters of a packed unit, and how many of their bytes could be read. */
  #packed(start: number, clusters: number): { bytes: Uint8Array; readable: number } {
    const packed = new Uint8Array(clusters * this.#value.clusterSize);
    let readable = 0;
    while (readable < packed.length) {
      const at = start + readable;
      const part = sourceAt(this.#value, this.store.size, at, start + packed.length);
      if (part.source.kind !== "volume") break;
      const bytes = this.#readable(part.source.offset, part.end - at);
      packed.set(bytes, readable);
      readable += bytes.length;
      if (bytes.length < part.end - at) break;
    }
    return { bytes: packed, readable };
  }

  /** As much of a run of the volume as can be read from its start on, in clusters. */
  #readable(offset: number, length: number): Uint8Array {
    const whole = tryRead(this.store, offset, length);
    if (whole !== null) return whole;
    const { clusterSize } = this.#value;
    const bytes = new Uint8Array(length);
    let done = 0;
    for (; done < length; done += clusterSize) {
      const cluster = tryRead(this.store, offset + done, clusterSize);
      if (cluster === null) break;
      bytes.set(cluster, done);
    }
    return bytes.subarray(0, done);
  }
}
