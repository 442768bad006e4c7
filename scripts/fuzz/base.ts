import type { Struct } from "../../workers/bytes/struct.ts";
import { CachedStore } from "../../workers/store/cached-store.ts";
import type { ReadableStore } from "../../workers/store/store.ts";
import { tableOf } from "../../workers/engine/edits/node-table.ts";
import { OpenedImage } from "../../workers/engine/image/opened-image.ts";
import { viewContext } from "../../workers/engine/views/context.ts";
import { nodeFields, treePage } from "../../workers/engine/views/tree/tree.ts";
import type { LogPlace } from "../../workers/vhdx/headers/log-place.ts";

/** A structure where it stands in a base image. */
export interface Site {
  /** Id of the node of the structure tree. */
  readonly node: string;
  readonly struct: Struct;
  /** In the file. */
  readonly offset: number;
}

/** A run of the file with a name: what offsets can be aimed at. */
interface Run {
  readonly node: string;
  readonly offset: number;
  readonly length: number;
}

/** An image that mutants are made from. */
export interface Base {
  readonly name: string;
  readonly store: ReadableStore;
  readonly sites: readonly Site[];
  readonly runs: readonly Run[];
  readonly log: LogPlace | null;
  /** Log offsets of the sectors that start like an entry. */
  readonly entries: readonly number[];
}

/** More children than this are taken in part: the first, the last, and some between. */
const MOST_CHILDREN = 24;

function* windows(total: number): Generator<{ first: number; count: number }> {
  if (total <= MOST_CHILDREN) return yield { first: 0, count: total };
  const part = MOST_CHILDREN / 3;
  for (const first of [0, Math.floor(total / 2), total - part]) yield { first, count: part };
}

/**
 * Looks an image over. Structures are found through the structure tree and its tables, so that what the tree learns to
 * show is fuzzed without a word here.
 */
export function baseOf(name: string, store: ReadableStore): Base {
  const image = new OpenedImage(new CachedStore(store));
  const context = viewContext(image, image.own);
  const sites: Site[] = [];
  const runs: Run[] = [];
  const visit = (parent: string | null): void => {
    for (const { first, count } of windows(treePage(context, parent, 0, 0).total)) {
      for (const node of treePage(context, parent, first, count).nodes) {
        if (node.offset !== null) runs.push({ node: node.id, offset: node.offset, length: node.length });
        const { fields } = nodeFields(context, node.id);
        const [row] = fields;
        const struct = tableOf(
          node.id,
          fields.map((each) => each.name),
        );
        const spec = row === undefined ? undefined : struct?.fields[row.name];
        if (row !== undefined && struct !== null && spec !== undefined)
          sites.push({ node: node.id, struct, offset: row.offset - spec.offset });
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
