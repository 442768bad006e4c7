import { VhdxError } from "../../../shared/error.ts";
import type { FileContent, FileExtent } from "../../../fs/file-system.ts";
import { checkRange, type ReadableStore } from "../../../store/store.ts";

/** The content of a file, as a list of runs. */
export class MemoryContent implements FileContent {
  readonly size: number;
  readonly #volume: ReadableStore;
  readonly #extents: readonly FileExtent[];

  constructor(volume: ReadableStore, extents: readonly FileExtent[]) {
    this.#volume = volume;
    this.#extents = extents;
    const last = extents.at(-1);
    this.size = last === undefined ? 0 : last.offset + last.length;
  }

  *extents(offset: number, length: number): Generator<FileExtent> {
    for (const { offset: start, length: size, source } of this.#extents) {
      const from = Math.max(offset, start);
      const to = Math.min(offset + length, start + size);
      if (from >= to) continue;
      const shifted = source.kind === "volume" ? { ...source, offset: source.offset + from - start } : source;
      yield { offset: from, length: to - from, source: shifted };
    }
  }

  read(offset: number, into: Uint8Array): void {
    checkRange(this, offset, into.length);
    for (const { offset: at, length, source } of this.extents(offset, into.length)) {
      const target = into.subarray(at - offset, at - offset + length);
      if (source.kind === "zero") target.fill(0);
      else if (source.kind === "volume") this.#volume.read(source.offset, target);
      else throw new VhdxError("unreadable-block", "This run can't be read.", { offset: at });
    }
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    this.read(offset, bytes);
    return bytes;
  }
}
