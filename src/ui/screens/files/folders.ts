import type { FileNode, FileRow, FolderRows } from "../../../../workers/api/index.ts";
import { toVhdxError, type VhdxError } from "../../../../workers/shared/error.ts";
import { type Branches, branchesOf } from "./branches.ts";

/** Rows of the first part, which is shown at once, and of the others. */
const FIRST_PART = 500;
const PART = 4096;
/** Rows of a folder that the page holds at most. */
export const MOST_ROWS = 200_000;
/** Rows of all folders that are kept; the folders that were asked for longest ago go first. */
const MOST_KEPT = 400_000;
/** Parts come faster than people read: views are told of them this often, ms. */
const TELL_EVERY = 250;

/** What is known of a folder's entries. */
export interface Listing {
  /** In stored order. */
  readonly rows: readonly FileRow[];
  /** Whether these are all. */
  readonly complete: boolean;
  /** The folder has more rows than the page holds. */
  readonly cut: boolean;
  /** What of the folder can't be read, each as a sentence. */
  readonly problems: readonly string[];
  readonly error: VhdxError | null;
}

/** Where rows come from: `engine.files.list` of one view of a volume. */
export type ListFolder = (folder: FileNode, cursor: string | null, limit: number) => Promise<FolderRows>;

const EMPTY: Listing = { rows: [], complete: false, cut: false, problems: [], error: null };

/** The folders of one view of a volume, each read once, in parts. */
export class Folders {
  readonly #list: ListFolder;
  readonly #changed: () => void;
  /** In the order in which they were asked for last. */
  readonly #listings = new Map<FileNode, Listing>();
  /** Of the folders whose rows were dropped: the tree shows them on, and a branch that is open is not read again and again. */
  readonly #branches = new Map<FileNode, Branches>();
  #closed = false;
  #told = -Infinity;

  /** @param changed is called when a listing has grown */
  constructor(list: ListFolder, changed: () => void) {
    this.#list = list;
    this.#changed = changed;
  }

  /** What is known of a folder; the first question begins to read it. */
  listing(folder: FileNode): Listing {
    const known = this.#listings.get(folder);
    if (known === undefined) {
      this.#listings.set(folder, EMPTY);
      void this.#load(folder);
      return EMPTY;
    }
    this.#listings.delete(folder);
    this.#listings.set(folder, known);
    return known;
  }

  /** The folders in a folder, for the tree; the first question begins to read it. */
  branches(folder: FileNode): Branches {
    const known = this.#listings.get(folder);
    return known === undefined
      ? (this.#branches.get(folder) ?? branchesOf(this.listing(folder).rows))
      : branchesOf(known.rows);
  }

  /** Ends what is being read. */
  close(): void {
    this.#closed = true;
  }

  /** Reads folders again that could not be read. */
  retry(folder: FileNode): void {
    this.#listings.delete(folder);
    this.#branches.delete(folder);
    this.#changed();
  }

  async #load(folder: FileNode): Promise<void> {
    const rows: FileRow[] = [];
    const problems: string[] = [];
    const put = (part: Partial<Listing>) => this.#listings.set(folder, { ...EMPTY, rows, problems, ...part });
    try {
      for (let cursor: string | null = null, limit = FIRST_PART; ; limit = PART) {
        // Each part says where the next one begins.
        // oxlint-disable-next-line no-await-in-loop
        const part: FolderRows = await this.#list(folder, cursor, limit);
        if (this.#closed) return;
        for (const row of part.rows) rows.push(row);
        for (const problem of part.problems) if (!problems.includes(problem)) problems.push(problem);
        const cut = part.next !== null && rows.length >= MOST_ROWS;
        const complete = part.next === null;
        put({ complete, cut });
        if (complete || cut) break;
        cursor = part.next;
        this.#tell();
      }
    } catch (thrown) {
      if (this.#closed) return;
      put({ error: toVhdxError(thrown) });
    }
    this.#forget(folder);
    this.#changed();
  }

  #tell(): void {
    const now = performance.now();
    if (now - this.#told < TELL_EVERY) return;
    this.#told = now;
    this.#changed();
  }

  /** Drops the folders that were asked for longest ago, until what is left is no more than is kept. */
  #forget(except: FileNode): void {
    let kept = 0;
    for (const [folder, { rows, complete, cut }] of [...this.#listings].toReversed()) {
      kept += rows.length;
      if (kept <= MOST_KEPT || folder === except || !(complete || cut)) continue;
      this.#branches.set(folder, branchesOf(rows));
      this.#listings.delete(folder);
    }
  }
}
