import type { Part } from "./part.ts";

/** Something about a file system that a person should know, and the words for it behind the file system's name. */
export interface Mark {
  readonly kind:
    /** The file system says that it has errors. */
    | "errors"
    /** It was not unmounted, as on a disk that was copied while it ran, or after a crash. */
    | "not-clean"
    /** Its first superblock or boot sector is damaged or gone, and a copy was found. */
    | "start-lost"
    /** Its copy is damaged or missing. */
    | "copy-lost"
    /** It is longer than the disk or the partition that it is on. */
    | "too-long";
  /** "marked as having errors"; of a lost start what is left of it: "whose backup superblocks are still there". */
  readonly words: string;
}

/** What a run of a disk holds: a file system, or another thing that is known by its first bytes. */
export interface Content {
  /** "ext4", "NTFS", "LUKS 2". */
  readonly name: string;
  /** What it is, behind its name: "file system", "encrypted volume". */
  readonly sort: string;
  /** Its own name, null where it has none. */
  readonly label: string | null;
  /** Bytes that it says it has, null where it does not say. */
  readonly size: number | null;
  readonly marks: readonly Mark[];
  /** What its start and its copies are called: "superblock", "boot sector", "header". */
  readonly start: string;
}

/** A kind of content. */
export interface System {
  /** What stands at the start of a part; null where it is something else. */
  readonly at: (part: Part) => Content | null;
  /** What a copy elsewhere in the part says, where its start is gone; null where there is none, or it is not found. */
  readonly lost?: (part: Part) => Content | null;
}

/** A label without padding; null for an empty one. */
export function labelOf(text: string): string | null {
  const label = text.replace(/[\0 ]+$/, "");
  return label === "" || label.startsWith("\0") ? null : label;
}

/** A mark for content that says it is longer than its part. */
export function tooLong(size: number | null, part: Part): readonly Mark[] {
  if (size === null || size <= part.size) return [];
  return [{ kind: "too-long", words: `longer than ${part.called}` }];
}

/** The mark of content that was found by a copy. @param copy what is left, with its verb: "backup superblocks are" */
export const startLost = (copy: string): Mark => ({ kind: "start-lost", words: `whose ${copy} still there` });
