import type { Struct } from "../../../workers/bytes/struct.ts";
import { isZero } from "../../../workers/bytes/zero.ts";
import { CachedStore } from "../../../workers/store/cached-store.ts";
import { type ReadableStore, readUpTo } from "../../../workers/store/store.ts";
import { OpenedImage } from "../../../workers/engine/image/opened-image.ts";
import { viewContext } from "../../../workers/engine/views/context.ts";
import { nodeStruct, treePage } from "../../../workers/engine/views/tree/tree.ts";
import type { LogPlace } from "../../../workers/vhdx/headers/log-place.ts";

/** A structure where it stands in a base image. */
export interface Site {
  /** Id of its node in the structure tree. */
  readonly node: string;
  readonly struct: Struct;
  /** Offset in the file. */
  readonly offset: number;
  /** Whether any of its bytes is set. */
  readonly isSet: boolean;
}

/** A named run of the file, as a target for offsets. */
interface Run {
  readonly node: string;
  readonly offset: number;
  readonly length: number;
}

/** A file with a name, as a user opens it. */
export interface NamedStore {
  readonly name: string;
  readonly store: ReadableStore;
}

/** A file of a base that is mutated. */
export interface BaseFile extends NamedStore {
  readonly sites: readonly Site[];
  readonly runs: readonly Run[];
  readonly log: LogPlace | null;
  /** Log offsets of the sectors that start like an entry. */
  readonly entries: readonly number[];
  /** Prefix of the node ids of the part that is changed more often than others. */
  readonly part?: string;
}

/** The source of mutants: an image, alone or with others that may be its parents. */
export interface Base {
  readonly name: string;
  /** First the image that is visited, then the other open files. */
  readonly files: readonly [BaseFile, ...BaseFile[]];
  /** Further open files that are never mutated: links of a chain that is too long to open for each mutant. */
  readonly others?: readonly NamedStore[];
}

/** Of more children than this only some are taken: the first, the last, and some between. */
const MOST_CHILDREN = 12;

function* windows(total: number): Generator<{ first: number; count: number }> {
  if (total <= MOST_CHILDREN) return yield { first: 0, count: total };
  const part = MOST_CHILDREN / 3;
  for (const first of [0, Math.floor(total / 2), total - part]) yield { first, count: part };
}

/**
 * Finds the structures of a file through the structure tree and its tables, so that a structure that is new in the tree is
 * fuzzed without a change here.
 */
export function baseFile(name: string, store: ReadableStore): BaseFile {
  const image = new OpenedImage(new CachedStore(store));
  const context = viewContext(image, image.own);
  const sites: Site[] = [];
  const runs: Run[] = [];
  const visit = (parent: string | null): void => {
    for (const { first, count } of windows(treePage(context, parent, 0, 0).total)) {
      for (const node of treePage(context, parent, first, count).nodes) {
        if (node.offset !== null) runs.push({ node: node.id, offset: node.offset, length: node.length });
        const table = nodeStruct(context, node.id);
        if (table !== null) {
          const isSet = !isZero(readUpTo(store, table.offset, table.struct.size));
          sites.push({ node: node.id, struct: table.struct, offset: table.offset, isSet });
        }
        visit(node.id);
      }
    }
  };
  visit(null);
  return {
    name,
    store,
    sites,
    runs,
    log: image.headers.log,
    entries: (image.log?.entries ?? []).map(({ entry }) => entry.offset),
  };
}

/** A base of one image alone. */
export const baseOf = (name: string, store: ReadableStore): Base => ({
  name,
  files: [baseFile(name, store)],
});
