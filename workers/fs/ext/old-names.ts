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

/** A name, and the first transaction that is known to have had it; null for one that is left in the slack of a folder. */
type DatedName = OldName & { readonly sequence: number | null };

const isSameName = (one: OldName, other: OldName) =>
  one.parent === other.parent && one.name?.text === other.name?.text;

/** Whether a name is of a later transaction than another; one without a transaction is of none. */
const isLater = ({ sequence: a }: DatedName, { sequence: b }: DatedName) =>
  a !== null && (b === null || isYounger(a, b));

/**
 * Names that inodes had. Records that were deleted are left in the slack of others, until they are written over: the kernel wipes them
 * since 5.13. Copies of blocks of folders in the journal have them still.
 */
export class OldNames {
  readonly #volume: ExtVolume;
  readonly #names = new Map<NodeId, DatedName[]>();
  #count = 0;
  /** Folders by block. */
  readonly #folders = new Map<number, NodeId>();

  constructor(volume: ExtVolume) {
    this.#volume = volume;
  }

  /**
   * The last name of an inode.
   *
   * @param upTo the transaction in which the inode was still the same file: a later name is one of a file that was given its number. Null
   *   for an inode that no other file has.
   */
  of(node: NodeId, upTo: number | null): OldName {
    let best: DatedName | null = null;
    for (const dated of this.#names.get(node) ?? []) {
      if (upTo !== null && dated.sequence !== null && isYounger(dated.sequence, upTo)) continue;
      if (best === null || isLater(dated, best)) best = dated;
    }
    return best === null ? NO_NAME : { name: best.name, parent: best.parent };
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
    const known = this.#names.get(node) ?? [];
    const same = known.findIndex((each) => isSameName(each, name));
    const before = known[same];
    if (before === undefined) {
      if (this.#count >= MOST_NAMES) return;
      this.#count += 1;
      known.push({ ...name, sequence });
      this.#names.set(node, known);
    } else if (before.sequence === null || (sequence !== null && isYounger(before.sequence, sequence)))
      // The first transaction that has it counts.
      known[same] = { ...name, sequence: sequence ?? before.sequence };
  }
}
