import type { ArchiveAbout } from "../archive-about.ts";

/** One run that the patch writes. All numbers are bytes and below 2^53. */
export interface PatchRange {
  /** From the start of the image. */
  readonly offset: number;
  /** At most 4 MiB. */
  readonly length: number;
  /** How much of the run the image holds beforehand: less than `length` where the file has to grow. */
  readonly oldLength: number;
  /** SHA-256 of those `oldLength` bytes, after the groups before this one. */
  readonly oldSha256: string;
  /** SHA-256 of the `length` bytes to write. */
  readonly newSha256: string;
  /** Where the bytes to write stand in `patch.bin`; null where they are zeros. */
  readonly binOffset: number | null;
}

/** Runs that may be written in any order; what a group wrote is flushed before the next one starts. */
export interface PatchGroup {
  readonly label: string;
  /** Size of the image once the group is written. Growth is zeros but for the ranges in it. */
  readonly size: number;
  /**
   * Apart from each other. A range may lie exactly where one of an earlier group lies (a header slot is written twice),
   * but never over a part of it.
   */
  readonly ranges: readonly PatchRange[];
}

/** `patch.json`, described in docs/patch-format.md. */
export interface PatchDescription extends ArchiveAbout {
  readonly format: "platter-patch";
  readonly version: 1;
  /** What the patch does, in words. */
  readonly changes: readonly string[];
  readonly result: { readonly size: number; readonly sha256: string | null };
  readonly groups: readonly PatchGroup[];
}
