import type { ExtractPick, JobPort } from "../../../api/index.ts";
import type { FileContent, FileSystem } from "../../../fs/file-system.ts";
import { MIB } from "../../../shared/numbers.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import type { StartHashWorker } from "../../hashes/digests.ts";
import { CHUNK, pipelined } from "../../jobs/pipelined.ts";
import type { Piece } from "../pieces/pieces.ts";
import { ContentDigest } from "./content-digest.ts";
import { ContentReader } from "./content-reader.ts";
import type { EntryWriter, FileWriter } from "./entry-writer.ts";
import type { Item } from "./item.ts";
import { itemsOf } from "./items.ts";
import type { Manifest } from "./manifest.ts";
import type { Problems } from "./problems.ts";

/** Runs of a file in the opened files, in place of their bytes; null where it is not stored as it is. */
export type PiecesOf = (content: FileContent, offset: number, length: number) => readonly Piece[] | null;

/** What an extraction works with. */
export interface Extraction {
  readonly fs: FileSystem;
  readonly picks: readonly ExtractPick[];
  readonly writer: EntryWriter;
  readonly problems: Problems;
  /** Null where none is wanted. */
  readonly manifest: Manifest | null;
  /** Null where bytes are wanted in any case. */
  readonly piecesOf: PiecesOf | null;
  readonly ask: JobPort["unread"];
  /** Makes a worker for the digests of large files; null: they are taken here. */
  readonly startHashWorker: StartHashWorker | null;
}

/** What an extraction came to. */
export interface Extracted {
  readonly files: number;
  readonly folders: number;
  /** Bytes of the content of all files. */
  readonly bytes: number;
  readonly zeroed: readonly string[];
}

/** A part of the work, in the order of the result. */
type Part =
  | { readonly kind: "nothing" }
  | { readonly kind: "item"; readonly item: Item }
  | {
      readonly kind: "bytes";
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly pieces: readonly Piece[] | null;
    }
  | { readonly kind: "pieces"; readonly pieces: readonly Piece[]; readonly length: number }
  | { readonly kind: "zeros"; readonly length: number }
  /** Zeros that the writer has no wish for. */
  | { readonly kind: "hole"; readonly length: number }
  | { readonly kind: "end"; readonly item: Item };

const NOTHING: Part = { kind: "nothing" };

/** Slices shorter than this cost more than the bytes. */
const SHORTEST_SLICE = 64 * 1024;

/** Bytes of zeros at a time, so that a hole of terabytes can be interrupted. */
const ZERO_RUN = 64 * MIB;

/** Runs of a file's content, at most 4 MiB each; of holes up to 64 MiB. */
function* chunksOf(content: FileContent, offset: number, length: number) {
  for (const extent of length === 0 ? [] : content.extents(offset, length)) {
    const zero = extent.source.kind === "zero";
    const end = extent.offset + extent.length;
    const most = zero ? ZERO_RUN : CHUNK;
    for (let at = extent.offset; at < end; at += most)
      yield { offset: at, length: Math.min(most, end - at), zero };
  }
}

/** The work on one item, as tasks. */
function* tasksOf(
  item: Item,
  { writer, piecesOf, manifest }: Extraction,
  reader: ContentReader,
): Generator<() => Promise<Part>> {
  yield async () => ({ kind: "item", item });
  const { content, path, same } = item;
  if (content === null || (same !== null && writer.hardLinks)) return;
  const runs = writer.wanted(item) ?? [{ offset: 0, length: content.size }];
  let end = 0;
  for (const run of [...runs, { offset: content.size, length: 0 }]) {
    for (let left = run.offset - end; left > 0; left -= ZERO_RUN) {
      const hole = Math.min(left, ZERO_RUN);
      yield async () => ({ kind: "hole", length: hole });
    }
    end = run.offset + run.length;
    // A short file is read at once: its neighbours come with it.
    const chunks =
      run.length <= SHORTEST_SLICE && run.length > 0
        ? [{ ...run, zero: false }]
        : chunksOf(content, run.offset, run.length);
    for (const { offset, length, zero } of chunks) {
      if (zero) {
        yield async () => ({ kind: "zeros", length });
        continue;
      }
      const found = length < SHORTEST_SLICE ? null : (piecesOf?.(content, offset, length) ?? null);
      const pieces = found === null || length / found.length < SHORTEST_SLICE ? null : found;
      if (pieces !== null && manifest === null && writer.takesPieces)
        yield async () => ({ kind: "pieces", pieces, length });
      else
        yield async () => ({
          kind: "bytes",
          bytes: await reader.read(content, path, offset, length),
          pieces,
        });
    }
  }
  yield async () => ({ kind: "end", item });
}

/** Puts the parts of the work together. */
class Assembly {
  readonly #extraction: Extraction;
  readonly #digest: ContentDigest;
  #file: FileWriter | null = null;
  files = 0;
  folders = 0;
  bytes = 0;

  constructor(extraction: Extraction, digest: ContentDigest) {
    this.#extraction = extraction;
    this.#digest = digest;
  }

  async take(part: Part): Promise<void> {
    switch (part.kind) {
      case "nothing":
        return;
      case "item":
        return this.#begin(part.item);
      case "end":
        return this.#end(part.item);
      case "hole":
        return this.#hashZeros(part.length);
      case "zeros":
        await this.#hashZeros(part.length);
        return this.#file?.zeros(part.length);
      case "pieces":
        this.bytes += part.length;
        return this.#file?.pieces?.(part.pieces);
      case "bytes": {
        this.bytes += part.bytes.length;
        if (this.#extraction.manifest !== null) await this.#digest.add(part.bytes, this.#file === null);
        return this.#file?.write(part.bytes, part.pieces);
      }
    }
  }

  async #hashZeros(length: number): Promise<void> {
    this.bytes += length;
    if (this.#extraction.manifest !== null) await this.#digest.addZeros(length);
  }

  async #begin(item: Item): Promise<void> {
    const { writer, manifest } = this.#extraction;
    if (item.content === null || (item.same !== null && writer.hardLinks)) {
      const taken = await writer.other(item);
      if (taken && item.stat.kind === "directory") this.folders += 1;
      if (taken && item.content !== null) this.files += 1;
      if (taken) await manifest?.add(item, null);
      return;
    }
    this.#file = await writer.file(item);
    if (manifest !== null) await this.#digest.begin(item.content.size);
  }

  async #end(item: Item): Promise<void> {
    const { manifest } = this.#extraction;
    const digest = manifest === null ? null : await this.#digest.finish();
    if (this.#file === null) return;
    await this.#file.end();
    this.#file = null;
    this.files += 1;
    await manifest?.add(item, digest);
  }
}

/**
 * Extracts files. Links are written as links, and never followed.
 *
 * @throws VhdxError `cancelled`; whatever reading a file throws where the user does not agree to zeros; whatever writing throws.
 */
export async function extractFiles(extraction: Extraction, job: JobContext): Promise<Extracted> {
  const { fs, picks, problems, writer, manifest } = extraction;
  const reader = new ContentReader(extraction.ask, job, problems);
  function* tasks(): Generator<() => Promise<Part>> {
    for (const item of itemsOf(fs, picks, problems)) {
      if (item === null) yield async () => NOTHING;
      else yield* tasksOf(item, extraction, reader);
    }
  }
  const digest = await ContentDigest.start(extraction.startHashWorker);
  const assembly = new Assembly(extraction, digest);
  job.progress(0, null, "Extracting");
  try {
    for await (const part of pipelined(tasks(), job)) {
      await assembly.take(part);
      job.progress(assembly.bytes, null);
    }
  } finally {
    digest.end();
  }
  await writer.finish();
  problems.addOf(fs);
  await manifest?.finish(problems.list, problems.count);
  const { files, folders, bytes } = assembly;
  return { files, folders, bytes, zeroed: reader.zeroed };
}
