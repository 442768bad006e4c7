import * as v from "valibot";
import type { Bookmark, FileNotes, LayerDigests } from "../../api/index.ts";
import type { Entry, ReadEntry } from "./shelf.ts";
import { readFile, writeFile } from "./storage.ts";

/** Increased when older builds could misread what is stored. */
const VERSION = 1;

/** The notes of a file, and of which state of the file its digests are. */
export interface DatedNotes extends FileNotes {
  /** Of the file when the digests were computed. Milliseconds since 1970; null for an unknown one. */
  readonly lastModified: number | null;
}

export const NO_NOTES: DatedNotes = { bookmarks: [], digests: null, lastModified: null };

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const bookmark = v.object({
  space: v.picklist(["file", "disk"]),
  offset: count,
  length: count,
  note: v.string(),
});

const hex = (bytes: number) =>
  v.nullable(v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))));
const sha256 = hex(32);

const layerDigests: v.GenericSchema<unknown, LayerDigests> = v.object({
  layer: v.object({ name: v.picklist(["original", "replayed"]), upTo: v.nullable(count) }),
  values: v.object({
    computedAt: v.pipe(v.string(), v.isoTimestamp()),
    source: v.object({ sha256, sha1: hex(20), md5: hex(16) }),
    sourceAtEnd: v.object({ sha256 }),
    layerFile: v.object({ sha256 }),
    virtualDisk: v.object({ sha256, sparseSha256: sha256 }),
  }),
});

/** Each part is judged by itself, so that one that is damaged does not take the others with it. */
const stored = v.object({
  version: v.literal(VERSION),
  bookmarks: v.array(v.unknown()),
  lastModified: v.unknown(),
  digests: v.unknown(),
});

/** Notes as text. */
function packNotes({ bookmarks, digests, lastModified }: DatedNotes): string {
  return JSON.stringify({
    version: VERSION,
    bookmarks: bookmarks.map(({ space, offset, length, note }) => ({ space, offset, length, note })),
    lastModified,
    digests,
  });
}

/** The notes that `packNotes` made a text of, without the parts that are damaged or of another version. */
function unpackNotes(text: string): ReadEntry<DatedNotes> {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return { value: NO_NOTES, damaged: true };
  }
  const all = v.safeParse(stored, found);
  if (!all.success) return { value: NO_NOTES, damaged: true };
  const parts = all.output.bookmarks.map((each) => v.safeParse(bookmark, each));
  const good = parts.flatMap((part) => (part.success ? [part.output] : []));
  const hashes = v.safeParse(v.nullable(layerDigests), all.output.digests);
  const time = v.safeParse(v.nullable(count), all.output.lastModified);
  return {
    value: {
      bookmarks: good.map((each, index): Bookmark => ({ ...each, id: index + 1 })),
      digests: hashes.success && time.success ? hashes.output : null,
      lastModified: time.success ? time.output : null,
    },
    damaged: good.length < parts.length || !hashes.success || !time.success,
  };
}

/** The stored notes of one file: a file of the folder. */
export class KeptNotes implements Entry<DatedNotes> {
  readonly #folder: () => Promise<FileSystemDirectoryHandle>;
  readonly #name: string;

  /**
   * @param folder in which the file is, or will be made
   * @param name of the file
   */
  constructor(folder: () => Promise<FileSystemDirectoryHandle>, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  async write(notes: DatedNotes): Promise<void> {
    const folder = await this.#folder();
    if (notes.bookmarks.length === 0 && notes.digests === null)
      await folder.removeEntry(this.#name).catch(() => {});
    else await writeFile(folder, this.#name, packNotes(notes));
  }

  async read(): Promise<ReadEntry<DatedNotes>> {
    const file = await readFile(await this.#folder(), this.#name);
    return file === null ? { value: NO_NOTES, damaged: false } : unpackNotes(await file.text());
  }
}
