import { createSHA256, type IHasher } from "hash-wasm";
import { VhdxError } from "../../../shared/error.ts";
import { intersects, IntervalSet } from "../../../bytes/intervals.ts";
import { offsetText } from "../../../shared/text.ts";
import { readUpTo, type ReadableStore } from "../../../store/store.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { chunked, pipelined } from "../../jobs/pipelined.ts";
import { isZero } from "../../../bytes/zero.ts";
import { pieceLength, readPiece, type Piece } from "../pieces/pieces.ts";
import { changedSectors } from "./changed-sectors.ts";
import type { PatchDescription, PatchGroup, PatchRange } from "./format.ts";

/** Bytes to be written at a place of the image. */
interface PatchWrite {
  readonly offset: number;
  readonly content: Piece;
}

/** Writes between two flushes. */
export interface PatchStep {
  /** In words, for `patch.json`: "The log's writes". */
  readonly label: string;
  /** Size of the image after it. */
  readonly size: number;
  /** Apart from each other. What equals the bytes that stand there is left out of the patch. */
  readonly writes: Iterable<PatchWrite>;
}

export interface PatchInput {
  readonly original: ReadableStore;
  /** In the order in which the format wants them written. */
  readonly steps: readonly PatchStep[];
  readonly about: Omit<PatchDescription, "format" | "version" | "groups" | "result">;
  /** SHA-256 of the whole result where it is known. */
  readonly resultSha256: string | null;
}

export interface Patch {
  readonly description: PatchDescription;
  /** `patch.bin`. */
  readonly bin: Blob;
}

/** A range that is already in the patch, with its bytes. */
interface Written {
  readonly start: number;
  readonly end: number;
  readonly bytes: Blob;
}

class PatchBuilder {
  readonly #original: ReadableStore;
  readonly #hasher: IHasher;
  readonly #touched = new IntervalSet();
  readonly #written: Written[] = [];
  readonly #bin: Blob[] = [];
  #binLength = 0;

  constructor(original: ReadableStore, hasher: IHasher) {
    this.#original = original;
    this.#hasher = hasher;
  }

  #sha256(bytes: Uint8Array): string {
    return this.#hasher.init().update(bytes).digest("hex");
  }

  /** What stands at a place after the groups before; ends with the image. */
  async #before(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const run = { start: offset, end: offset + length };
    if (this.#touched.within(run.start, run.end).next().done === true) {
      return readUpTo(this.#original, offset, length);
    }
    const bytes = new Uint8Array(length);
    bytes.set(readUpTo(this.#original, offset, length));
    for (const { start, end, bytes: blob } of this.#written) {
      if (!intersects(run, { start, end })) continue;
      const from = Math.max(start, run.start);
      const part = blob.slice(from - start, Math.min(end, run.end) - start);
      bytes.set(new Uint8Array(await part.arrayBuffer()), from - run.start);
    }
    return bytes;
  }

  #add(offset: number, old: Uint8Array, next: Uint8Array<ArrayBuffer>): PatchRange {
    const zeros = isZero(next);
    const range: PatchRange = {
      offset,
      length: next.length,
      oldLength: old.length,
      oldSha256: this.#sha256(old),
      newSha256: this.#sha256(next),
      binOffset: zeros ? null : this.#binLength,
    };
    const bytes = new Blob([next]);
    this.#written.push({ start: offset, end: offset + next.length, bytes });
    if (!zeros) {
      this.#bin.push(bytes);
      this.#binLength += next.length;
    }
    return range;
  }

  /** A range over part of an earlier one could not be undone step by step. */
  #checkPlace(start: number, end: number): void {
    const inPart = this.#written.some(
      (each) => intersects(each, { start, end }) && (each.start !== start || each.end !== end),
    );
    if (inPart) throw new VhdxError("misuse", `Two groups write different runs at ${offsetText(start)}.`);
  }

  async group(step: PatchStep, context: JobContext, done: (bytes: number) => void): Promise<PatchGroup> {
    const ranges: PatchRange[] = [];
    const read = (content: Piece, at: number, offset: number, length: number) => async () => {
      const both = [this.#before(offset, length), readPiece(content, at, length)] as const;
      const [old, next] = await Promise.all(both);
      return { offset, old, next };
    };
    function* tasks() {
      for (const { offset, content } of step.writes) {
        for (const run of chunked(offset, pieceLength(content))) {
          yield read(content, run.offset - offset, run.offset, run.length);
        }
      }
    }
    const newRuns: { start: number; end: number }[] = [];
    for await (const { offset, old, next } of pipelined(tasks(), context)) {
      for (const { start, end } of changedSectors(old, next, offset)) {
        const again = this.#touched.within(offset + start, offset + end).next().done !== true;
        if (again) this.#checkPlace(offset + start, offset + end);
        ranges.push(this.#add(offset + start, old.subarray(start, end), next.slice(start, end)));
        newRuns.push({ start: offset + start, end: offset + end });
      }
      done(next.length);
      await context.checkpoint();
    }
    for (const { start, end } of newRuns) this.#touched.add(start, end);
    return { label: step.label, size: step.size, ranges };
  }

  get bin(): Blob {
    return new Blob(this.#bin);
  }
}

/**
 * Makes a patch: only what differs from the image, in the order in which it has to be written.
 *
 * @throws VhdxError `not-available` where nothing changes or the image would shrink; `misuse` where groups overlap in
 *   part; `cancelled`; whatever reading throws.
 */
export async function buildPatch(input: PatchInput, context: JobContext): Promise<Patch> {
  const { original, steps, about } = input;
  const builder = new PatchBuilder(original, await createSHA256());
  const groups: PatchGroup[] = [];
  let size = original.size;
  let read = 0;
  for (const step of steps) {
    if (step.size < size) {
      throw new VhdxError("not-available", "A patch can't make a file smaller; take a copy instead.");
    }
    const group = await builder.group(step, context, (bytes) => {
      read += bytes;
      context.progress(read, null, "Collecting what changed");
    });
    if (group.ranges.length > 0 || step.size > size) groups.push(group);
    size = step.size;
  }
  if (groups.length === 0) {
    throw new VhdxError("not-available", "This layer is the file as stored: there is nothing to patch.");
  }
  const description: PatchDescription = {
    format: "platter-patch",
    version: 1,
    ...about,
    result: { size, sha256: input.resultSha256 },
    groups,
  };
  return { description, bin: builder.bin };
}
