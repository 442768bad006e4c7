import { type Content, labelOf, type Mark, startLost, type System, tooLong } from "../content.ts";
import type { Part } from "../part.ts";
import { EXT_SUPERBLOCK, extSuperblock } from "../structs/ext.ts";
import {
  extBlocks,
  extBlockSize,
  extCopyPlaces,
  extName,
  type ExtSuperblock,
  extSuperblockIn,
  extSuperblockIsChecked,
  isExtCopyAt,
} from "./ext-superblock.ts";

const NEEDS_RECOVERY = 0x4;
const IS_CLEAN = 1;
const HAS_ERRORS = 2;

/** A superblock at a place of the part; null where none is, or a damaged one. */
function superblockAt(part: Part, offset: number): ExtSuperblock | null {
  const bytes = part.bytes(offset, extSuperblock.size);
  if (bytes === null) return null;
  const values = extSuperblockIn(bytes);
  return values !== null && extSuperblockIsChecked(values, bytes) ? values : null;
}

function marksOf({ state, incompatible }: ExtSuperblock): readonly Mark[] {
  const marks: Mark[] = [];
  if ((state & HAS_ERRORS) !== 0) marks.push({ kind: "errors", words: "marked as having errors" });
  if ((incompatible & NEEDS_RECOVERY) !== 0)
    marks.push({ kind: "not-clean", words: "not unmounted: its journal must be replayed" });
  else if ((state & IS_CLEAN) === 0) marks.push({ kind: "not-clean", words: "not unmounted cleanly" });
  return marks;
}

/** @param marks what it says of its state */
function contentOf(values: ExtSuperblock, part: Part, marks: readonly Mark[]): Content {
  const blocks = extBlocks(values);
  const size = blocks === null ? null : blocks * extBlockSize(values);
  return {
    name: extName(values),
    sort: "file system",
    label: labelOf(values.label),
    size,
    marks: [...marks, ...tooLong(size, part)],
    start: "superblock",
  };
}

/** A copy that says itself that it belongs where it is. */
function copyAt(part: Part, offset: number): ExtSuperblock | null {
  const values = superblockAt(part, offset);
  return values !== null && isExtCopyAt(values, offset) ? values : null;
}

/** ext2, ext3 and ext4. Copies of the superblock lie 8 to 128 MiB behind the start, and further on. */
export const EXT: System = {
  at: (part) => {
    const values = superblockAt(part, EXT_SUPERBLOCK);
    // A copy in group 0 is the superblock itself; a higher group is a copy of another file system's.
    return values === null || values.group !== 0 ? null : contentOf(values, part, marksOf(values));
  },
  lost: (part) => {
    for (const place of extCopyPlaces()) {
      // Copies do not follow the state.
      const copy = copyAt(part, place);
      if (copy !== null) return contentOf(copy, part, [startLost("backup superblocks are")]);
    }
    return null;
  },
};
