import type { ReadableStore } from "../../store/store.ts";
import type { FileExtent } from "../file-system.ts";
import { ExtentContent } from "./extent-content.ts";

/** Runs of a file in order, without gaps, that cover at least what was asked for. */
export type FileMap = (offset: number, length: number) => Iterable<FileExtent>;

/** The content of a file whose runs lie on the volume as they are, or are zeros. */
export class MappedContent extends ExtentContent {
  readonly #map: FileMap;
  readonly size: number;

  /**
   * Costs nothing before it is read.
   *
   * @param size bytes of the file
   * @param map lazy; what it leaves out at the end counts as unreadable
   */
  constructor(volume: ReadableStore, size: number, map: FileMap) {
    super(volume);
    this.size = size;
    this.#map = map;
  }

  *extents(offset: number, length: number): Generator<FileExtent> {
    const end = Math.min(this.size, offset + length);
    let at = Math.max(0, offset);
    if (at >= end) return;
    for (const extent of this.#map(at, end - at)) {
      if (at >= end) return;
      const from = at - extent.offset;
      const taken = Math.min(extent.length - from, end - at);
      if (from < 0 || taken <= 0) continue;
      yield* this.#onVolume(at, taken, extent, from);
      at += taken;
    }
    if (at < end) {
      const source = {
        kind: "unreadable",
        reason: "The file system does not say where this part of the file lies.",
      } as const;
      yield { offset: at, length: end - at, source };
    }
  }

  /** A part of an extent; what lies past the end of a volume that was cut off is unreadable. */
  *#onVolume(offset: number, length: number, { source }: FileExtent, from: number): Generator<FileExtent> {
    if (source.kind !== "volume") {
      yield { offset, length, source };
      return;
    }
    const place = source.offset + from;
    const there = Math.max(0, Math.min(length, this.store.size - place));
    if (there > 0) yield { offset, length: there, source: { kind: "volume", offset: place } };
    if (there === length) return;
    const past = { kind: "unreadable", reason: "The volume ends before this part of the file." } as const;
    yield { offset: offset + there, length: length - there, source: past };
  }
}
