import { runSteps, type Steps } from "../../bytes/steps.ts";
import type { FolderEntry, FolderPage, ListCursor, NodeId } from "../file-system.ts";
import { mostReads } from "../common/quick-page.ts";
import { statsInOrder } from "../common/stats-in-order.ts";
import { TYPE } from "./attributes.ts";
import { Children } from "./children.ts";
import { FolderIndex, type IndexEntry } from "./folder-index.ts";
import { IndexWalk, WALK_START, type WalkPlace } from "./index-walk.ts";
import { type FileNameKey, kindOfName, readFileName } from "./names.ts";
import type { Nodes, NtfsNode } from "./node.ts";
import { FIRST_USER_RECORD } from "./stat.ts";
import { compareFolded, compareUnits, readUpCase, type UpCase } from "./upcase.ts";

const INDEX_NAME = "$I30";
const ROOT_RECORD = 5;
const UP_CASE_RECORD = 10;
/** Where a list goes on: in the index, or behind it in what the MFT has on top. */
type Place = { readonly index: WalkPlace } | { readonly swept: number };

const INDEX_DAMAGED =
  "The index of this folder is damaged. Names that it lost are taken from the records of the MFT, which follow at the end.";
const NAMES_LEFT_OUT =
  "The MFT has too many names to keep them all. Names that the index of a damaged folder lost may be left out.";
const NO_RECORD =
  "The record of this folder is gone or can't be read. Its names are taken from the records of its files in the MFT.";
const NO_INDEX =
  "This folder has no index that can be read. Its names are taken from the records of the MFT.";

/** Lists folders by their index, and by the records of the MFT where an index is damaged. */
export class Folders {
  readonly #nodes: Nodes;
  #upCase: UpCase | null = null;
  #children: Children | null = null;
  /** The folder whose index was opened last. */
  #open: { readonly folder: NodeId; readonly index: FolderIndex | null } | null = null;
  /** What the MFT has of the last damaged folder on top of its index. */
  #swept: { readonly folder: NodeId; readonly entries: readonly FolderEntry[] } | null = null;

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
  }

  /**
   * @param limit entries at most. There are fewer where their records are in too many places, unless they are looked at.
   * @param look is called with each record in the order of the MFT; null where nobody looks at them
   */
  list(
    folder: NodeId,
    cursor: ListCursor | null,
    limit: number,
    look: ((record: number) => void) | null = null,
  ): FolderPage {
    const place = (cursor === null ? { index: WALK_START } : JSON.parse(cursor)) as Place;
    if ("swept" in place) return this.#sweptPage(folder, place.swept, limit);
    const node = this.#nodes.node(folder, "all parts");
    const isLost = node === null && this.#nodes.mft.isLost(folder);
    if (!isLost && node?.record.isFolder !== true)
      return { entries: [], next: null, problems: [`MFT record ${folder} is no folder.`] };
    const index = node === null ? null : this.#index(node);
    if (index === null) {
      const message = isLost ? NO_RECORD : NO_INDEX;
      this.#report(folder, message);
      return { entries: [], next: JSON.stringify({ swept: 0 }), problems: [message] };
    }
    const walk = new IndexWalk(index, place.index);
    const found: IndexEntry[] = [];
    let isOver = false;
    while (found.length < limit && !isOver) {
      const entry = walk.next();
      if (entry === null) isOver = true;
      else if (isShown(folder, entry)) found.push(entry);
    }
    if (look === null) {
      const ready = this.#nodes.mft.prefetch(
        found.map(({ record }) => record),
        mostReads(cursor),
      );
      if (ready < found.length) return this.list(folder, cursor, ready);
    }
    const problems: string[] = [];
    if (walk.isDamaged && !place.index.isDamaged) {
      problems.push(INDEX_DAMAGED);
      this.#report(folder, INDEX_DAMAGED);
    }
    const entries = this.#checked(found, look, problems);
    const behind: Place | null = isOver ? (walk.isDamaged ? { swept: 0 } : null) : { index: walk.place };
    return { entries, next: behind === null ? null : JSON.stringify(behind), problems };
  }

  #report(folder: NodeId, message: string): void {
    const run = { offset: this.#nodes.mft.place(folder, 0), length: this.#nodes.geometry.recordSize };
    this.#nodes.problems.add("index-damaged", "error", message, { run, node: folder });
  }

  #index(node: NtfsNode): FolderIndex | null {
    const folder = node.record.number;
    if (this.#open?.folder === folder) return this.#open.index;
    const { attributes } = node;
    const root = attributes.find(
      (each) => each.type === TYPE.indexRoot && each.name === INDEX_NAME && each.resident,
    );
    const allocation = this.#nodes.value(attributes, TYPE.indexAllocation, INDEX_NAME);
    const { clusterSize, indexSize } = this.#nodes.geometry;
    const index =
      root?.resident === true ? new FolderIndex(root.value, allocation, clusterSize, indexSize) : null;
    this.#open = { folder, index };
    return index;
  }

  /** The index of a folder; null where it has none. */
  indexOf(folder: NodeId): FolderIndex | null {
    const node = this.#nodes.node(folder, "all parts");
    return node === null ? null : this.#index(node);
  }

  /** Leaves out entries whose record was given to another file since; names those whose record is gone. */
  #checked(
    found: readonly IndexEntry[],
    look: ((record: number) => void) | null,
    problems: string[],
  ): FolderEntry[] {
    const { mft } = this.#nodes;
    const named = found.flatMap(({ record, sequence, key }) =>
      key === null ? [] : [{ node: record, name: key.name, kind: kindOfName(key), sequence }],
    );
    const heads = statsInOrder(named, {
      ahead: (numbers) => (look === null ? numbers.length : mft.prefetch(numbers, Infinity)),
      look: (record) => {
        // What could not be read ahead takes a read each.
        if (look === null && !mft.holds(record)) return undefined;
        look?.(record);
        return mft.head(record);
      },
    });
    const entries: FolderEntry[] = [];
    for (const { node: record, name, kind, sequence } of named) {
      const entry = { name, node: record, kind };
      const { value: head } = heads.next();
      if (head === undefined) {
        entries.push(entry);
        continue;
      }
      const isOther =
        head !== null &&
        (!head.isInUse || head.base !== null || (sequence !== 0 && sequence !== head.sequence));
      if (!isOther) entries.push(entry);
      if (head !== null && !isOther) continue;
      const code = isOther ? "name-without-file" : "file-without-record";
      const message = isOther
        ? `${name.text} is left out: its MFT record ${record} holds another file, or none.`
        : `${name.text} can't be opened: its MFT record ${record} is gone or can't be read.`;
      problems.push(message);
      this.#nodes.problems.add(code, "error", message, { node: record });
    }
    return entries;
  }

  /** Whether a page is made of what a sweep of the MFT finds. */
  sweepsNext(cursor: ListCursor | null): boolean {
    return cursor !== null && "swept" in (JSON.parse(cursor) as Place);
  }

  /** Reads the MFT once for the folders whose index is damaged. */
  *prepareSweep(): Steps<Children> {
    this.#children ??= yield* Children.sweep(this.#nodes.mft);
    return this.#children;
  }

  #sweptPage(folder: NodeId, from: number, limit: number): FolderPage {
    if (this.#swept?.folder !== folder)
      this.#swept = { folder, entries: this.#missing(folder, runSteps(this.prepareSweep())) };
    const { entries } = this.#swept;
    const until = from + limit;
    const isCut = this.#children?.isCut === true;
    if (isCut) this.#nodes.problems.add("names-left-out", "warning", NAMES_LEFT_OUT);
    return {
      entries: entries.slice(from, until),
      next: until < entries.length ? JSON.stringify({ swept: until }) : null,
      problems: isCut && from === 0 ? [NAMES_LEFT_OUT] : [],
    };
  }

  /** Names that records have in a folder and its index does not. */
  #missing(folder: NodeId, children: Children): FolderEntry[] {
    const listed = new Set<string>();
    const index = this.indexOf(folder);
    if (index !== null) {
      const walk = new IndexWalk(index, WALK_START);
      for (let entry = walk.next(); entry !== null; entry = walk.next())
        listed.add(nameKey(entry.record, entry.key));
    }
    const sequence = this.#nodes.mft.head(folder)?.sequence ?? null;
    const missing: FolderEntry[] = [];
    for (const record of children.of(folder)) {
      for (const name of this.names(record)) {
        const isSame = sequence === null || name.parentSequence === 0 || name.parentSequence === sequence;
        const isHere = name.parent === folder && isSame;
        if (!isHere || name.isShort || listed.has(nameKey(record, name))) continue;
        if (folder === ROOT_RECORD && record < FIRST_USER_RECORD) continue;
        missing.push({ name: name.name, node: record, kind: kindOfName(name) });
      }
    }
    return missing;
  }

  /** All names of a file in use. */
  names(record: NodeId): FileNameKey[] {
    const node = this.#nodes.node(record, "all parts");
    return (node?.attributes ?? []).flatMap((each) =>
      each.type === TYPE.fileName && each.resident ? (readFileName(each.value) ?? []) : [],
    );
  }

  /** The record of a name, in the case that it has or else in any case; null where there is none. */
  lookup(folder: NodeId, units: Uint16Array): NodeId | null {
    const index = this.indexOf(folder);
    const found = index === null ? null : this.#search(index, units);
    if (found !== null && found !== "damaged") {
      const head = this.#nodes.mft.head(found.record);
      if (head === null || (head.isInUse && (found.sequence === 0 || found.sequence === head.sequence)))
        return found.record;
      return null;
    }
    if (index !== null && found === null) return null;
    return this.#scan(folder, units);
  }

  #fold(): UpCase {
    if (this.#upCase === null) {
      const node = this.#nodes.node(UP_CASE_RECORD, "all parts");
      this.#upCase = readUpCase(node === null ? null : this.#nodes.value(node.attributes, TYPE.data, ""));
    }
    return this.#upCase;
  }

  /** Goes down the index. Names that differ in case alone stand beside each other, so all of them are on the way. */
  #search(index: FolderIndex, units: Uint16Array): IndexEntry | "damaged" | null {
    const upCase = this.#fold();
    let folded: IndexEntry | null = null;
    let vcn: number | null = null;
    for (let depth = 0; depth < index.mostNodes; depth++) {
      const node = index.node(vcn);
      if (node === null) return "damaged";
      let below: number | null = null;
      for (const entry of node.entries) {
        const order =
          entry.key === null
            ? -1
            : compareFolded(units, entry.key.units, upCase) || compareUnits(units, entry.key.units);
        if (order === 0) return entry;
        if (entry.key !== null && compareFolded(units, entry.key.units, upCase) === 0) folded ??= entry;
        if (order > 0) continue;
        below = entry.below;
        break;
      }
      if (!node.isWhole && folded === null) return "damaged";
      if (below === null) return folded;
      vcn = below;
    }
    return folded ?? "damaged";
  }

  /** Looks at all names of a folder, for one whose index is damaged. */
  #scan(folder: NodeId, units: Uint16Array): NodeId | null {
    const text = String.fromCharCode(...units).toUpperCase();
    let cursor: ListCursor | null = null;
    do {
      const page = this.list(folder, cursor, 4096);
      const found = page.entries.find(({ name }) => name.text.toUpperCase() === text);
      if (found !== undefined) return found.node;
      cursor = page.next;
    } while (cursor !== null);
    return null;
  }
}

const nameKey = (record: number, key: FileNameKey | null) => `${record}/${key?.name.text ?? ""}`;

/** Short names are left out, and in the root the files of the file system itself. */
function isShown(folder: NodeId, { record, key }: IndexEntry): boolean {
  if (key === null || key.isShort) return false;
  return folder !== ROOT_RECORD || record >= FIRST_USER_RECORD;
}
