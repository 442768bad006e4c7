import { decode } from "../../bytes/struct.ts";
import type { Steps } from "../../bytes/steps.ts";
import { RunList } from "../common/run-list.ts";
import type { FreeSpace } from "../file-system.ts";
import type { XfsContext } from "./context.ts";
import { groupOffset } from "./geometry.ts";
import { FREE_TREE, groupLeaves, readAgf } from "./group-tree.ts";
import { freeRun } from "./structs/group.ts";

/** Free space of all groups by their trees; null where no group has one that can be read. */
export function* freeSpace(context: XfsContext): Steps<FreeSpace | null> {
  const { geometry } = context;
  const { groups, blockSize, groupBlocks } = geometry;
  const runs = new RunList();
  let read = 0;
  let isKnown = true;
  for (let group = 0; group < groups; group++) {
    // A volume that was cut off has nothing to tell of the groups behind its end.
    if ((groupOffset(geometry, group, 0) ?? 0) >= context.reader.size) {
      isKnown = false;
      break;
    }
    yield { done: group, total: groups };
    const header = readAgf(context, group);
    const before = read;
    let last = 0;
    if (header === null) {
      isKnown = false;
      continue;
    }
    for (const leaf of groupLeaves(context, FREE_TREE, group, header.root, header.level)) {
      yield { done: group, total: groups };
      if (leaf === null) {
        isKnown = false;
        continue;
      }
      read += 1;
      for (let nth = 0; nth < leaf.count; nth++) {
        const { start, count } = decode(freeRun, leaf.bytes, leaf.at + nth * freeRun.size);
        const offset = groupOffset(geometry, group, start);
        if (offset === null || start < last || start + count > groupBlocks) {
          context.problems.add(
            "xfs-free-run",
            "error",
            `Free runs of group ${group} overlap, or lie outside of it.`,
          );
          isKnown = false;
          continue;
        }
        last = start + count;
        runs.add(offset, count * blockSize);
      }
    }
    // The tree of a group has a leaf, even where nothing is free.
    isKnown &&= read > before;
  }
  return read === 0 ? null : runs.freeSpace(context.problems, isKnown);
}
