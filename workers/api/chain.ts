import type { Span } from "./span.ts";
import type { ErrorFields } from "./error.ts";
import type { Finding } from "./finding.ts";
import type { ImageId, ImageSummary } from "./image.ts";
import type { DiskType, Outcome } from "./report.ts";

/** How well an open file fits what a differencing disk says of its parent. */
export interface ParentMatch {
  /** `parent_linkage` is the file's active DataWriteGuid. */
  readonly linkage: boolean;
  /** `parent_linkage2` is: a merge was begun and not finished. */
  readonly linkage2: boolean;
  /** Keys of the locator whose path ends in the file's name: "relative_path", "volume_path", "absolute_win32_path". */
  readonly names: readonly string[];
  /** Both have the same page 83 id. That is not the link, but tells relatives: children normally keep their parent's. */
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

/** What a differencing disk says of its parent, and the open file that is taken for it. */
export interface ChainParent {
  /** The open file; null while it is missing, unlinked, or refused (cycle). */
  readonly id: ImageId | null;
  /** File name to look for, from the first path; null where the locator names none. */
  readonly name: string | null;
  /** DataWriteGuid that the parent must have; null where the locator has no usable one. */
  readonly linkage: string | null;
  readonly linkage2: string | null;
  readonly paths: readonly ParentPath[];
  /** Null while there is no file. */
  readonly match: ParentMatch | null;
  /** Who chose the file: `match` by GUID, `name` by name alone (the GUID says no), `user` by `chain.link`. */
  readonly chosen: "match" | "name" | "user" | null;
  /** The user took the file away; `chain.link` gives one back. */
  readonly unlinked: boolean;
  /** Whether reads go on into it: not where the link is at fault and `Read anyway` is off. */
  readonly readable: boolean;
}

/** One open file as a link of chains. */
export interface ChainNode {
  readonly id: ImageId;
  readonly name: string;
  /** Of the file, bytes. */
  readonly size: number;
  readonly type: DiskType | null;
  readonly virtualSize: number | null;
  readonly blockSize: number | null;
  readonly logicalSectorSize: number | null;
  readonly dataWriteGuid: string | null;
  readonly diskId: string | null;
  readonly outcome: Outcome;
  /** Its own log asks for a replay. */
  readonly dirty: boolean;
  /** Null for a disk that needs none. */
  readonly parent: ChainParent | null;
  /** Open files that have it as their parent, in the order in which they were opened. */
  readonly children: readonly ImageId[];
  /** What is wrong with, or worth knowing of, its link to the parent; also among the image's findings. */
  readonly findings: readonly Finding[];
}

/** All open files, ordered by who is whose parent. Each file is in it once. */
export interface Forest {
  readonly nodes: readonly ChainNode[];
  /** Files without an open parent: where a tree from parent to child starts. */
  readonly roots: readonly ImageId[];
  /** Files that are nobody's parent: where a tree from child to parent starts. */
  readonly leaves: readonly ImageId[];
  /** Parents that no open file is, one for each child. */
  readonly missing: readonly { readonly child: ImageId; readonly name: string | null }[];
}

/** What came of one of several files that were opened at once. */
export type OpenedSource =
  /** A file that was open already comes with its known id. */
  | { readonly summary: ImageSummary; readonly error: null }
  | { readonly summary: null; readonly error: ErrorFields };

/** What came of opening several files at once. */
export interface OpenedBatch {
  readonly forest: Forest;
  /** One for each source, in their order. A file that was given twice is there twice, by the same id. */
  readonly results: readonly OpenedSource[];
  /** Images that were open before and read differently now, since their parent came. */
  readonly changed: readonly ImageSummary[];
}

/** A link and everything that was linked differently because of it. */
export interface Relinked {
  readonly forest: Forest;
  /** Every image whose reading may have changed: the child, and those that have it as an ancestor. */
  readonly changed: readonly ImageSummary[];
}

/** The link of the chain that decides what a run of the virtual disk reads as. */
export interface ExtentOwner {
  /** 1 = the parent, 2 = the parent's parent, and so on. */
  readonly link: number;
  readonly id: ImageId;
  readonly name: string;
  /** Block of that link's own block size, and its BAT entry there. */
  readonly block: number;
  readonly batIndex: number;
  /** Name of that block's state: "FULLY_PRESENT". */
  readonly state: string;
}

/** A run of the virtual disk that one link of the chain decides on. */
export interface OwnerRun extends Span {
  /** 0 = the disk itself. */
  readonly link: number;
  /** `missing`: in a parent that is not open. */
  readonly kind: "data" | "zero" | "missing" | "unreadable";
}

export interface OwnerRuns {
  readonly runs: readonly OwnerRun[];
  /** Where the runs end; less than asked for where there are more than an answer holds. */
  readonly end: number;
}

/** One link as the owner of data: the entries of `OwnerMap.links`. */
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
   * `cells * (links.length + 3)` numbers of bytes: stored in link 0, 1, …, then zeros without storage, in a parent that
   * is missing, unreadable.
   */
  readonly bytes: Float64Array<ArrayBuffer>;
}

/** What a new differencing child is to be. Sizes in bytes; everything that a guest sees is the parent's. */
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

/** A change of what a differencing disk says of its parent. Keys that are not named stay. */
export interface RelinkChange {
  /** New `parent_linkage`, a GUID with or without braces; null leaves it. */
  readonly linkage: string | null;
  /** New paths by key; null takes a path away. */
  readonly paths: Readonly<Record<string, string | null>>;
  /** Takes `parent_linkage2` away. */
  readonly dropLinkage2: boolean;
}

/** What a relink would be, before it is made. */
export interface RelinkCheck {
  /** Why it can't be made, as a sentence; null where it can. */
  readonly refused: string | null;
  /** What it does, as the list of changes will say it; null where it is refused. */
  readonly sentence: string | null;
  /** What may go wrong with it, in words; null where nothing can. */
  readonly risk: string | null;
}
