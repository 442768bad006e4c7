import type {
  ExtractPick,
  FileContentBytes,
  FileNode,
  FileRow,
  FilesSystem,
  FileStat,
  FoundPath,
} from "../api/index.ts";
import packageJson from "../../package.json" with { type: "json" };
import { VhdxError } from "../shared/error.ts";
import { contentBytes, contentOf } from "../engine/files/content-bytes.ts";
import { folderRows } from "../engine/files/folder-rows.ts";
import { lookupPath } from "../engine/files/lookup.ts";
import type { OpenSystem } from "../engine/files/open-systems.ts";
import { systemFacts } from "../engine/files/system-facts.ts";
import { type ExtractFilesRequest, extractToDisk, type FilesExtracted } from "./extract-files.ts";

/** Rows that are read at a time. */
const ROWS = 1000;

/** What the files of a volume are called in manifests. */
export interface DiskFilesAbout {
  readonly image: string;
  readonly layer: string;
  readonly transactions: number | null;
}

/**
 * The files of a volume, as {@link DiskImage.files} gives them. Nothing is written, the journal of the file system included: its
 * transactions are applied in memory.
 */
export class DiskFiles {
  readonly #system: OpenSystem;
  readonly #about: DiskFilesAbout;

  /** @internal */
  constructor(system: OpenSystem, about: DiskFilesAbout) {
    this.#system = system;
    this.#about = about;
  }

  /** What the file system says of itself, and what was found wrong with it so far. */
  get system(): FilesSystem {
    return systemFacts(this.#system.fs, this.#about.transactions);
  }

  /** Follows a path from the root, by the rules of the file system. Links are not followed. */
  lookup(path: string): FoundPath {
    return lookupPath(this.#system.fs, path);
  }

  /** Null where the node can't be read, or is free. */
  stat(node: FileNode): FileStat | null {
    return this.#system.fs.stat(node);
  }

  /**
   * Entries of a folder in stored order.
   *
   * @param problem called with each thing of the folder that can't be read, as a sentence; most are in `system.problems` too
   */
  *entries(folder: FileNode, problem: (sentence: string) => void = () => {}): Generator<FileRow> {
    let cursor: string | null = null;
    do {
      const page = folderRows(this.#system.fs, folder, cursor, ROWS);
      for (const sentence of page.problems) problem(sentence);
      yield* page.rows;
      cursor = page.next;
    } while (cursor !== null);
  }

  /**
   * Bytes of a file, at most 1 MiB; zeros for what can't be read, which is listed.
   *
   * @param stream name of a stream (NTFS); null for the content
   * @throws VhdxError `not-available` where it has no content.
   */
  read(node: FileNode, offset: number, length: number, stream: string | null = null): FileContentBytes {
    return contentBytes(contentOf(this.#system.fs, node, stream), offset, length);
  }

  /**
   * Extracts files and folders with all that they hold. Links are written as links, and never followed. After a cancel or a failure
   * there is no archive; in a folder, files that are whole stay.
   *
   * @param paths in the file system; `/` for all files
   * @param to path of an archive that does not exist yet, or of a folder, which is made where it is not there
   * @throws VhdxError `misuse` where a path is not there, or the archive is; `unreadable-block`, `read-failed` where a run can't be
   *   read and `zeroUnreadable` is not set; `cancelled`; `no-space`, `permission-denied`, `file-vanished`, `io` with `structure`
   *   "target" where it can't be written.
   */
  async extract(paths: readonly string[], to: string, request: ExtractFilesRequest): Promise<FilesExtracted> {
    const { fs, place } = this.#system;
    const picks = paths.map((path): ExtractPick => {
      const { node, steps, missing } = this.lookup(path);
      if (node === null) throw new VhdxError("misuse", `${path}: there is no ${missing ?? "such file"}.`);
      return { node, name: steps.at(-1)?.name ?? null };
    });
    const { image, layer } = this.#about;
    const head = { image, layer, volume: place.title, system: fs.facts.name, version: packageJson.version };
    return extractToDisk({ fs, head, piecesOf: null }, picks, to, request);
  }
}
