import type { Span } from "./span.ts";
import type { ErrorFields } from "./error.ts";
import type { Finding } from "./finding.ts";
import type { ImageId, ImageSummary } from "./image.ts";
import type { FileNotes, LostNotes } from "./kept.ts";
import type { DiskType, Outcome } from "./report.ts";

/** How well an open file fits what a differencing disk says about its parent. */
export interface ParentMatch {
  /** `parent_linkage` is the file's active DataWriteGuid. */
  readonly linkage: boolean;
  /** `parent_linkage2` is that GUID: a merge was begun and not finished. */
  readonly linkage2: boolean;
  /** Keys of the locator whose path ends in the file's name: "relative_path", "volume_path", "absolute_win32_path". */
  readonly names: readonly string[];
  /** Both have the same page 83 id. The id is a hint, not the link: a child normally keeps the id of its parent. */
  readonly diskId: boolean;
}

/** A path of the parent locator. */
export interface ParentPath {
  /** "relative_path", "volume_path" or "absolute_win32_path". */
  readonly key: string;
  readonly path: string;
  /** File name at its end. */
  readonly name: string;
}

/** What a differencing disk says about its parent, and the open file that is used as the parent. */
export interface ChainParent {
  /** The open file; null while it is missing, unlinked, or refused (cycle). */
  readonly id: ImageId | null;
  /** File name to look for, from the first path; null where the locator names none. */
  readonly name: string | null;
  /** DataWriteGuid that the parent must have; null where the locator has no usable one. */
  readonly linkage: string | null;
  readonly linkage2: string | null;
  readonly paths: readonly ParentPath[];
  /** Null while no file is linked. */
  readonly match: ParentMatch | null;
  /** How the file was chosen: `match` by GUID, `name` by name alone (the GUID differs), `user` by `chain.link`. */
  readonly chosen: "match" | "name" | "user" | null;
  /** The user unlinked the parent; `chain.link` links one again. */
  readonly unlinked: boolean;
  /** Whether reads continue in the parent. False where the link is at fault and `Read anyway` is off. */
  readonly readable: boolean;
}

/** One open file as a link of a chain. */
export interface ChainNode {
  readonly id: ImageId;
  readonly name: string;
  /** Size of the file in bytes. */
  readonly size: number;
  readonly type: DiskType | null;
  readonly virtualSize: number | null;
  readonly blockSize: number | null;
  readonly logicalSectorSize: number | null;
  readonly dataWriteGuid: string | null;
  readonly diskId: string | null;
  readonly outcome: Outcome;
  /** The file's own log must be replayed. */
  readonly dirty: boolean;
  /** Null for a disk without a parent. */
  readonly parent: ChainParent | null;
  /** Open files that have it as their parent, in the order in which they were opened. */
  readonly children: readonly ImageId[];
  /** Findings about the link to the parent. The image's findings include them. */
  readonly findings: readonly Finding[];
}

/** All open files as trees of parents and children. Each file is in it once. */
export interface Forest {
  readonly nodes: readonly ChainNode[];
  /** Files without an open parent. A tree drawn from parent to child starts at them. */
  readonly roots: readonly ImageId[];
  /** Files without an open child. A tree drawn from child to parent starts at them. */
  readonly leaves: readonly ImageId[];
  /** Parents that are not open, one for each child. */
  readonly missing: readonly { readonly child: ImageId; readonly name: string | null }[];
}

/** The result for one of several files that were opened together. */
export type OpenedSource =
  /** A file that was already open keeps its id. */
  | {
      readonly summary: ImageSummary;
      readonly notes: FileNotes;
      /** Null where all notes of an earlier visit are there, or where there were none. */
      readonly lost: LostNotes | null;
      readonly error: null;
    }
  | { readonly summary: null; readonly error: ErrorFields };

/** The result of opening several files together. */
export interface OpenedBatch {
  readonly forest: Forest;
  /** One for each source, in the same order. A file that was given twice is listed twice, with the same id. */
  readonly results: readonly OpenedSource[];
  /** Images that were open before and read differently now, because their parent was opened. */
  readonly changed: readonly ImageSummary[];
}

/** The chains after a link was set or removed. */
export interface Relinked {
  readonly forest: Forest;
  /** Every image that may read differently now: the child, and all disks that have it as an ancestor. */
  readonly changed: readonly ImageSummary[];
}

/** The link of the chain that decides what a run of the virtual disk reads as. */
export interface ExtentOwner {
  /** 1 = the parent, 2 = the parent's parent, and so on. */
  readonly link: number;
  readonly id: ImageId;
  readonly name: string;
  /** Block number in that link, counted in its own block size, and the index of the block's BAT entry. */
  readonly block: number;
  readonly batIndex: number;
  /** Name of that block's state: "FULLY_PRESENT". */
  readonly state: string;
}

/** A run of the virtual disk whose bytes one link of the chain decides. */
export interface OwnerRun extends Span {
  /** 0 = the disk itself. */
  readonly link: number;
  /** `missing`: in a parent that is not open. */
  readonly kind: "data" | "zero" | "missing" | "unreadable";
}

export interface OwnerRuns {
  readonly runs: readonly OwnerRun[];
  /** Where the runs end: before the end of the range where the range has more runs than an answer holds. */
  readonly end: number;
}

/** An entry of `OwnerMap.links`: a link that may own data. */
export interface OwnerLink {
  readonly link: number;
  readonly id: ImageId;
  readonly name: string;
}

/** Who owns the bytes of each cell of a disk map. */
export interface OwnerMap {
  readonly firstBlock: number;
  readonly blocksPerCell: number;
  /** From the disk itself to the oldest open ancestor. */
  readonly links: readonly OwnerLink[];
  /**
   * `cells * (links.length + 3)` numbers. For each cell: the bytes stored in link 0, in link 1, …, then the bytes that are
   * zeros without storage, that are in a missing parent, and that are unreadable.
   */
  readonly bytes: Float64Array<ArrayBuffer>;
}

/** Options of a new differencing child. Sizes in bytes. Everything that a guest sees is taken from the parent. */
export interface ChildOptions {
  /** File name of the child. */
  readonly name: string;
  /** Where the child finds its parent, from the child's own folder: ".\\base.vhdx". */
  readonly relativePath: string;
  /** "C:\\disks\\base.vhdx"; null leaves it out. */
  readonly absolutePath: string | null;
  readonly blockSize: number;
  readonly logSize: number;
  readonly creator: string;
}

/** A change of what a differencing disk says about its parent. Keys that are not named stay. */
export interface RelinkChange {
  /** New `parent_linkage`, a GUID with or without braces; null leaves it. */
  readonly linkage: string | null;
  /** New paths by key; null removes a path. */
  readonly paths: Readonly<Record<string, string | null>>;
  /** Removes `parent_linkage2`. */
  readonly dropLinkage2: boolean;
}

/** What a relink would do, before it is made. */
export interface RelinkCheck {
  /** Why it can't be made, as a sentence; null where it can. */
  readonly refused: string | null;
  /** The relink as the list of changes will show it; null where it is refused. */
  readonly sentence: string | null;
  /** What the relink risks, as a sentence; null where it risks nothing. */
  readonly risk: string | null;
}
