import type { Span } from "../../../../api/index.ts";
import { type ArchiveSink, put } from "../archive-sink.ts";
import type { EntryWriter, FileWriter } from "../entry-writer.ts";
import type { Item } from "../item.ts";
import type { Problems } from "../problems.ts";
import { paddingOf } from "./pax.ts";
import { dataRuns } from "./sparse-map.ts";
import { entryBytes, lostAttributes } from "./tar-entry.ts";
import { BLOCK } from "./tar-header.ts";

/** GNU tar writes records of 20 blocks. */
const RECORD = 20 * BLOCK;

/** Writes a tar. */
export class TarWriter implements EntryWriter {
  readonly hardLinks = true;
  readonly takesPieces: boolean;
  readonly #sink: ArchiveSink;
  readonly #problems: Problems;
  /** Of the file that was asked for last. */
  #runs: { readonly item: Item; readonly runs: readonly Span[] | null } | null = null;

  constructor(sink: ArchiveSink, problems: Problems) {
    this.#sink = sink;
    this.takesPieces = sink.takesPieces;
    this.#problems = problems;
  }

  wanted(item: Item): readonly Span[] | null {
    const runs = item.content === null ? null : dataRuns(item.content);
    this.#runs = { item, runs };
    return runs;
  }

  async other(item: Item): Promise<boolean> {
    const header = entryBytes(item, null);
    if (header === null) {
      this.#problems.add(item.path, "left-out", "A tar holds no sockets.");
      return false;
    }
    this.#list(item);
    await this.#sink.write(header);
    return true;
  }

  async file(item: Item): Promise<FileWriter | null> {
    const runs = this.#runs?.item === item ? this.#runs.runs : this.wanted(item);
    const header = entryBytes(item, runs);
    if (header === null) return null;
    this.#list(item);
    const sink = this.#sink;
    await sink.write(header);
    const start = sink.length;
    return {
      write: (bytes, pieces) => put(sink, bytes, pieces),
      zeros: (length) => sink.zeros(length),
      pieces: sink.takesPieces ? (pieces) => sink.pieces(pieces) : null,
      end: () => {
        const padding = paddingOf(sink.length - start);
        return padding === 0 ? Promise.resolve() : sink.write(new Uint8Array(padding));
      },
    };
  }

  async finish(): Promise<void> {
    const end = this.#sink.length + 2 * BLOCK;
    await this.#sink.write(new Uint8Array(2 * BLOCK + ((RECORD - (end % RECORD)) % RECORD)));
  }

  #list(item: Item): void {
    for (const name of lostAttributes(item))
      this.#problems.add(item.path, "metadata", `The attribute ${name} is damaged, or too long for a tar.`);
  }
}
