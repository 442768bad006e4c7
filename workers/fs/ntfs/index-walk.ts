import type { FolderIndex, IndexEntry, IndexNode } from "./folder-index.ts";

/** Where a walk through an index stands: the nodes from the root on, each with the entry that comes next. Plain data. */
export interface WalkPlace {
  readonly frames: readonly {
    /** Null for the root. */
    readonly vcn: number | null;
    readonly entry: number;
    /** Whether what is below the entry was taken. */
    readonly isBelowDone: boolean;
  }[];
  /** Nodes that were entered. */
  readonly nodes: number;
  /** Whether a node could not be read. */
  readonly isDamaged: boolean;
}

export const WALK_START: WalkPlace = {
  frames: [{ vcn: null, entry: 0, isBelowDone: false }],
  nodes: 1,
  isDamaged: false,
};

/** Levels of a tree of 2^64 names. */
const DEEPEST = 40;

interface Frame {
  vcn: number | null;
  entry: number;
  isBelowDone: boolean;
  node: IndexNode | null;
}

/** A walk through the entries of an index in their order, which can be interrupted after each. Nodes that can't be read are left out. */
export class IndexWalk {
  readonly #index: FolderIndex;
  readonly #frames: Frame[];
  #nodes: number;
  isDamaged: boolean;

  constructor(index: FolderIndex, place: WalkPlace) {
    this.#index = index;
    this.#nodes = place.nodes;
    this.isDamaged = place.isDamaged;
    this.#frames = place.frames.map((frame) => ({ ...frame, node: index.node(frame.vcn) }));
  }

  get place(): WalkPlace {
    const frames = this.#frames.map(({ vcn, entry, isBelowDone }) => ({ vcn, entry, isBelowDone }));
    return { frames, nodes: this.#nodes, isDamaged: this.isDamaged };
  }

  /** The next entry with a name; null at the end. */
  next(): IndexEntry | null {
    for (;;) {
      const frame = this.#frames.at(-1);
      if (frame === undefined) return null;
      const entry = frame.node?.entries[frame.entry];
      if (entry === undefined) {
        if (frame.node?.isWhole !== true) this.isDamaged = true;
        this.#frames.pop();
        continue;
      }
      if (entry.below !== null && !frame.isBelowDone) {
        frame.isBelowDone = true;
        this.#enter(entry.below);
        continue;
      }
      frame.entry += 1;
      frame.isBelowDone = false;
      if (entry.key !== null) return entry;
    }
  }

  #enter(vcn: number): void {
    const isCircle =
      this.#nodes >= this.#index.mostNodes ||
      this.#frames.length >= DEEPEST ||
      this.#frames.some((frame) => frame.vcn === vcn);
    const node = isCircle ? null : this.#index.node(vcn);
    if (node === null) {
      this.isDamaged = true;
      return;
    }
    this.#nodes += 1;
    this.#frames.push({ vcn, entry: 0, isBelowDone: false, node });
  }
}
