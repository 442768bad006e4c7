import type { Steps } from "../../../bytes/steps.ts";
import type {
  DeletedEntry,
  FileContent,
  FileExtent,
  FileSystem,
  FolderEntry,
  FsFacts,
  NodeKind,
  NodeStat,
  StoredName,
  FreeSpace,
  VolumeRun,
  WalkedEntry,
} from "../../../fs/file-system.ts";
import type { KnownReader } from "../../../fs/readers.ts";
import { roundUp } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import type { ReadableStore } from "../../../store/store.ts";
import { tryRead } from "../../../store/tolerant-read.ts";
import { MemoryContent } from "./memory-content.ts";

/** A file or folder of the tree. The same object at two places is one file with two names. */
export interface MemoryNode {
  readonly kind?: NodeKind;
  /** Of a folder. */
  readonly entries?: Readonly<Record<string, MemoryNode>>;
  /** Content of a file, bytes or text. */
  readonly content?: Uint8Array | string;
  /** Zeros before the content, as a hole; bytes. */
  readonly hole?: number;
  /** Bytes behind the content that can't be read. */
  readonly lost?: number;
  readonly streams?: Readonly<Record<string, string>>;
  readonly stat?: Partial<NodeStat>;
}

const BLOCK = 4096;
const MAGIC = new TextEncoder().encode("MEMFILES");
const name = (text: string): StoredName => ({ text, bytes: new TextEncoder().encode(text) });
const bytesOf = (content: Uint8Array | string) =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

interface Placed {
  readonly node: MemoryNode;
  readonly children: readonly (readonly [name: string, node: number])[];
  readonly extents: readonly FileExtent[];
  readonly streams: ReadonlyMap<string, readonly FileExtent[]>;
}

/** Whole tree laid out on a volume: nodes are numbers from 1 on. */
class Layout {
  readonly volume: MemoryStore;
  readonly nodes: Placed[] = [];
  /** Names of the nodes that have several. */
  readonly links = new Map<number, number>();
  readonly #numbers = new Map<MemoryNode, number>();
  #next = BLOCK;

  constructor(root: MemoryNode, size: number) {
    this.volume = new MemoryStore(size);
    this.volume.write(0, MAGIC);
    this.#place(root);
  }

  /** End of what is in use, bytes. */
  get end(): number {
    return this.#next;
  }

  #write(content: Uint8Array): number {
    const at = this.#next;
    this.volume.write(at, content);
    this.#next += roundUp(Math.max(1, content.length), BLOCK);
    return at;
  }

  #extents({ content = "", hole = 0, lost = 0 }: MemoryNode): readonly FileExtent[] {
    const bytes = bytesOf(content);
    const extents: FileExtent[] = [];
    if (hole > 0) extents.push({ offset: 0, length: hole, source: { kind: "zero" } });
    if (bytes.length > 0)
      extents.push({
        offset: hole,
        length: bytes.length,
        source: { kind: "volume", offset: this.#write(bytes) },
      });
    const end = hole + bytes.length;
    if (lost > 0)
      extents.push({ offset: end, length: lost, source: { kind: "unreadable", reason: "It was cut off." } });
    return extents;
  }

  #place(node: MemoryNode): number {
    const known = this.#numbers.get(node);
    if (known !== undefined) {
      this.links.set(known, (this.links.get(known) ?? 1) + 1);
      return known;
    }
    const number = this.nodes.length + 1;
    this.#numbers.set(node, number);
    // The number is taken before those of the children.
    this.nodes.push({ node, children: [], extents: [], streams: new Map() });
    const children = Object.entries(node.entries ?? {}).map(
      ([key, child]) => [key, this.#place(child)] as const,
    );
    const streams = Object.entries(node.streams ?? {}).map(
      ([key, content]) => [key, this.#extents({ content })] as const,
    );
    this.nodes[number - 1] = { node, children, extents: this.#extents(node), streams: new Map(streams) };
    return number;
  }
}

const NO_TIMES = { modified: null, accessed: null, changed: null, created: null };

/** The file system of a tree. */
class MemoryFiles implements FileSystem {
  readonly root = 1;
  readonly applied = null;
  readonly facts: FsFacts;
  readonly #layout: Layout;
  readonly #volume: ReadableStore;
  readonly #deleted: readonly DeletedEntry[];

  constructor(
    layout: Layout,
    volume: ReadableStore,
    facts: Partial<FsFacts>,
    deleted: readonly DeletedEntry[],
  ) {
    this.#layout = layout;
    this.#volume = volume;
    this.#deleted = deleted;
    this.facts = {
      name: "memory",
      label: null,
      uuid: null,
      blockSize: BLOCK,
      size: volume.size,
      used: layout.end,
      files: layout.nodes.length,
      state: [],
      pendingTransactions: null,
      isCurrent: true,
      ...facts,
    };
  }

  problems() {
    return [];
  }

  list(folder: number, cursor: string | null, limit: number) {
    const first = Number(cursor ?? 0);
    const children = this.#layout.nodes[folder - 1]?.children ?? [];
    const entries = children
      .slice(first, first + limit)
      .map(([key, node]): FolderEntry => ({ name: name(key), node, kind: this.#kind(node) }));
    const end = first + entries.length;
    return { entries, next: end < children.length ? String(end) : null, problems: [] };
  }

  lookup(folder: number, wanted: Uint8Array): number | null {
    const text = new TextDecoder().decode(wanted);
    return this.#layout.nodes[folder - 1]?.children.find(([key]) => key === text)?.[1] ?? null;
  }

  stat(number: number): NodeStat | null {
    const placed = this.#layout.nodes[number - 1];
    if (placed === undefined) return null;
    const content = this.open(number, null);
    return {
      node: number,
      kind: this.#kind(number),
      size: content?.size ?? 0,
      allocated: roundUp(content?.size ?? 0, BLOCK),
      links: this.#layout.links.get(number) ?? 1,
      mode: 0o644,
      owner: { user: 1000, group: 1000 },
      times: NO_TIMES,
      target: null,
      device: null,
      streams: [...placed.streams].map(([key, extents]) => ({
        name: key,
        size: extents.at(-1)?.length ?? 0,
      })),
      attributes: [],
      flags: [],
      limit: null,
      ...placed.node.stat,
    };
  }

  open(number: number, stream: string | null): FileContent | null {
    const placed = this.#layout.nodes[number - 1];
    const extents = stream === null ? placed?.extents : placed?.streams.get(stream);
    if (extents === undefined || (stream === null && this.#kind(number) !== "file")) return null;
    return new MemoryContent(this.#volume, extents);
  }

  *walk(from: number, take: (entry: WalkedEntry) => void): Steps<void> {
    const waiting: { readonly folder: number; readonly path: readonly StoredName[] }[] = [
      { folder: from, path: [] },
    ];
    let done = 0;
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const entry of this.list(at.folder, null, Number.MAX_SAFE_INTEGER).entries) {
        const path = [...at.path, entry.name];
        take({ parent: at.folder, entry, path, stat: this.stat(entry.node) });
        if (entry.kind === "directory") waiting.push({ folder: entry.node, path });
        done += 1;
        yield { done, total: this.#layout.nodes.length };
      }
    }
  }

  *free(): Steps<FreeSpace> {
    yield { done: 0, total: 1 };
    const { end } = this.#layout;
    const { size } = this.#volume;
    return { runs: end < size ? [{ offset: end, length: size - end }] : [], isComplete: true };
  }

  *metadata(): Steps<readonly VolumeRun[]> {
    yield { done: 0, total: 1 };
    return [{ offset: 0, length: BLOCK }];
  }

  *deleted(take: (entry: DeletedEntry) => void): Steps<void> {
    for (const entry of this.#deleted) {
      take(entry);
      yield { done: 1, total: null };
    }
  }

  structures() {
    return [{ label: "start", offset: 0, length: MAGIC.length, table: null }];
  }

  #kind(number: number): NodeKind {
    const node = this.#layout.nodes[number - 1]?.node;
    return node?.kind ?? (node?.entries === undefined ? "file" : "directory");
  }
}

/** A tree on a volume, and the reader that knows it by the volume's first bytes. */
export interface MadeFiles {
  readonly volume: MemoryStore;
  readonly reader: KnownReader;
}

/**
 * Lays a tree out on a volume.
 *
 * @param size of the volume, bytes
 * @param deleted what the file system says was deleted
 */
export function memoryFiles(
  entries: NonNullable<MemoryNode["entries"]>,
  size: number,
  facts: Partial<FsFacts> = {},
  deleted: readonly DeletedEntry[] = [],
): MadeFiles {
  const layout = new Layout({ entries }, size);
  const reader: KnownReader = {
    reads: (content) => content === "memory",
    tables: [],
    reader: {
      open: (volume) => {
        const magic = tryRead(volume, 0, MAGIC.length);
        const fits = magic !== null && magic.every((byte, at) => byte === MAGIC[at]);
        return fits ? new MemoryFiles(layout, volume, facts, deleted) : null;
      },
    },
  };
  return { volume: layout.volume, reader };
}
