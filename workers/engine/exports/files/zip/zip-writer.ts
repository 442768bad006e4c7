import { createCRC32, type IHasher } from "hash-wasm";
import { safeNumber } from "../../../../shared/numbers.ts";
import { ZEROS } from "../../../jobs/pipelined.ts";
import {
  directoryEnd,
  directoryEntry,
  type FileFacts,
  FOLDER,
  localHeader,
  SYMLINK,
} from "../../zip/records.ts";
import { type ArchiveSink, put } from "../archive-sink.ts";
import type { EntryWriter, FileWriter } from "../entry-writer.ts";
import type { Item } from "../item.ts";
import type { Problems } from "../problems.ts";
import { isStoredAs } from "../safe-name.ts";
import { ZipNames } from "./zip-names.ts";

const SECOND = 1_000_000_000n;
/** The first and the last time that a zip's own field can hold. */
const EARLIEST = Date.UTC(1980, 0, 2);
const LATEST = Date.UTC(2107, 11, 30);
/** Bytes of the directory that are put together before they are kept as one. */
const DIRECTORY_PART = 256 * 1024;
/** Bytes of a name: the field counts in 16 bits. */
const LONGEST_NAME = 0xffff;

const encoder = new TextEncoder();

function dateOf({ stat }: Item): { readonly lastModified: Date; readonly seconds?: number } {
  const { modified } = stat.times;
  const seconds = modified === null ? null : safeNumber(modified >= 0n ? modified / SECOND : 0n);
  if (seconds === null) return { lastModified: new Date(EARLIEST) };
  return { lastModified: new Date(Math.min(LATEST, Math.max(EARLIEST, seconds * 1000))), seconds };
}

/** Writes a zip of stored files, as its readers can take files out of without unpacking the others. */
export class ZipWriter implements EntryWriter {
  readonly hardLinks = false;
  readonly takesPieces = false;
  readonly #sink: ArchiveSink;
  readonly #problems: Problems;
  readonly #crc: IHasher;
  readonly #names = new ZipNames();
  readonly #directory: Blob[] = [];
  #part: Uint8Array<ArrayBuffer>[] = [];
  #partLength = 0;
  #directoryLength = 0;
  #entries = 0;

  private constructor(sink: ArchiveSink, problems: Problems, crc: IHasher) {
    this.#sink = sink;
    this.#problems = problems;
    this.#crc = crc;
  }

  static async start(sink: ArchiveSink, problems: Problems): Promise<ZipWriter> {
    return new ZipWriter(sink, problems, await createCRC32());
  }

  wanted(): null {
    return null;
  }

  async other(item: Item): Promise<boolean> {
    const { stat, path } = item;
    if (stat.kind !== "directory" && stat.kind !== "symlink") {
      this.#problems.add(path, "left-out", "A zip holds no devices, pipes and sockets.");
      return false;
    }
    const name = this.#nameOf(item);
    if (name === null) return false;
    const content = stat.kind === "symlink" ? Uint8Array.from(stat.target?.bytes ?? []) : new Uint8Array();
    const facts = {
      ...dateOf(item),
      name,
      size: content.length,
      crc32: Number.parseInt(this.#crc.init().update(content).digest(), 16),
      mode: stat.mode ?? 0o755,
      type: stat.kind === "symlink" ? SYMLINK : FOLDER,
    };
    const offset = this.#sink.length;
    await this.#sink.write(localHeader(facts));
    if (content.length > 0) await this.#sink.write(content);
    this.#note(facts, offset);
    return true;
  }

  async file(item: Item): Promise<FileWriter | null> {
    const name = this.#nameOf(item);
    if (name === null) return null;
    const sink = this.#sink;
    const crc = this.#crc.init();
    const size = item.content?.size ?? 0;
    const facts = (crc32: number): FileFacts => ({
      ...dateOf(item),
      name,
      size,
      crc32,
      mode: item.stat.mode ?? 0o644,
    });
    // The checksum stands before the content, and is known behind it.
    const room = await sink.room(localHeader(facts(0)).length);
    return {
      write: (bytes, pieces) => {
        crc.update(bytes);
        return put(sink, bytes, pieces);
      },
      zeros: (length) => {
        for (let left = length; left > 0; left -= ZEROS.length)
          crc.update(ZEROS.subarray(0, Math.min(left, ZEROS.length)));
        return sink.zeros(length);
      },
      pieces: null,
      end: async () => {
        const whole = facts(Number.parseInt(crc.digest(), 16));
        await sink.fill(room, localHeader(whole));
        this.#note(whole, room.offset);
      },
    };
  }

  async finish(): Promise<void> {
    this.#closePart();
    const offset = this.#sink.length;
    for (const part of this.#directory) await this.#sink.write(new Uint8Array(await part.arrayBuffer()));
    await this.#sink.write(directoryEnd(this.#entries, offset, this.#directoryLength));
  }

  #nameOf({ path, stat }: Item): Uint8Array | null {
    const isFolder = stat.kind === "directory";
    const text = this.#names.take(path, isFolder);
    const own = text.slice(text.lastIndexOf("/") + 1);
    const name = path.at(-1);
    if (name === undefined || !isStoredAs(name, own))
      this.#problems.add(path, "renamed", `Extracted as ${own}.`);
    const bytes = encoder.encode(`${text}${isFolder ? "/" : ""}`);
    if (bytes.length <= LONGEST_NAME) return bytes;
    this.#problems.add(path, "left-out", "Its path is too long for a zip.");
    return null;
  }

  #note(facts: FileFacts, offset: number): void {
    const entry = directoryEntry(facts, offset);
    this.#entries += 1;
    this.#part.push(entry);
    this.#partLength += entry.length;
    this.#directoryLength += entry.length;
    if (this.#partLength >= DIRECTORY_PART) this.#closePart();
  }

  #closePart(): void {
    this.#directory.push(new Blob(this.#part));
    this.#part = [];
    this.#partLength = 0;
  }
}
