import type { NodeId, StoredName } from "../file-system.ts";
import { folderBlocks, namer, rulesOf } from "./folders.ts";
import { hasFlag, type Inode } from "./inode.ts";
import { isYounger, type JournalCopy } from "./journal/copies.ts";
import { storedName } from "./names.ts";
import { deletedRecordsIn, hasTail, recordsIn } from "./records.ts";
import { extDirectoryTail } from "./structs/directory.ts";
import type { ExtVolume } from "./volume.ts";

/** Names, and blocks of folders, that are kept. */
const MOST_NAMES = 200_000;
const MOST_BLOCKS = 500_000;

/** A name that an inode had. */
export interface OldName {
  readonly name: StoredName | null;
  /** Folder that it was in; null where unknown. */
  readonly parent: NodeId | null;
}

const NO_NAME: OldName = { name: null, parent: null };

/**
 * Names that inodes had. Records that were deleted are left in the slack of others, until they are written over: the kernel wipes them
 * since 5.13. Copies of blocks of folders in the journal have them still.
 */
export class OldNames {
  readonly #volume: ExtVolume;
  readonly #names = new Map<NodeId, OldName & { readonly sequence: number | null }>();
  /** Folders by block. */
  readonly #folders = new Map<number, NodeId>();

  constructor(volume: ExtVolume) {
    this.#volume = volume;
  }

  of(node: NodeId): OldName {
    const { name, parent } = this.#names.get(node) ?? NO_NAME;
    return { name, parent };
  }

  /** Looks through a folder that is there. */
  lookIn(inode: Inode): void {
    if (hasFlag(inode, "inlineData")) return;
    const rules = rulesOf(this.#volume);
    const nameOf = namer(inode);
    for (const { bytes, offset } of folderBlocks(this.#volume, inode, 0)) {
      if (bytes === null || offset === null) continue;
      if (this.#folders.size < MOST_BLOCKS) this.#folders.set(offset / this.#volume.blockSize, inode.number);
      for (const record of deletedRecordsIn(bytes, rules))
        this.#add(record.inode, { name: nameOf(record.name), parent: inode.number }, null);
    }
  }

  /** Looks at a copy in the journal, if it is one of a block of a folder. */
  take({ block, bytes, sequence }: JournalCopy): void {
    const rules = rulesOf(this.#volume);
    const folder = this.#folders.get(block) ?? null;
    if (folder === null && !hasTail(bytes, extDirectoryTail.size, rules)) return;
    let parent = folder;
    for (const { inode, name } of recordsIn(bytes, 0, rules)) {
      const isSelf = name.length === 1 && name[0] === 0x2e;
      const isParent = name.length === 2 && name[0] === 0x2e && name[1] === 0x2e;
      if (isSelf) parent ??= inode;
      if (!isSelf && !isParent) this.#add(inode, { name: storedName(name.slice()), parent }, sequence);
    }
  }

  #add(node: NodeId, name: OldName, sequence: number | null): void {
    const known = this.#names.get(node);
    if (known === undefined && this.#names.size >= MOST_NAMES) return;
    const isBetter =
      known === undefined ||
      (sequence !== null && known.sequence !== null && isYounger(sequence, known.sequence));
    if (isBetter) this.#names.set(node, { ...name, sequence });
  }
}
