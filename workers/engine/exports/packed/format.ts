import type { ArchiveAbout } from "../archive-about.ts";

/** A run of the virtual disk that `packed.bin` holds. All numbers are bytes and below 2^53. */
export interface PackedRange {
  /** From the start of the virtual disk; a multiple of `GRANULE`. */
  readonly offset: number;
  /** At most 4 MiB; a multiple of `GRANULE` but for a run that ends with the disk. */
  readonly length: number;
  /** From the start of `packed.bin`. */
  readonly packedOffset: number;
  /** SHA-256 of these bytes. */
  readonly sha256: string;
}

/** `packed.json`, described in docs/packed-raw-format.md. */
export interface PackedDescription extends ArchiveAbout {
  readonly format: "platter-packed-raw";
  readonly version: 1;
  /** Names of the parents that were read, the nearest first. */
  readonly parents: readonly string[];
  /** Bytes of the virtual disk, so of the raw file. */
  readonly diskSize: number;
  /** Bytes of `packed.bin`. */
  readonly packedSize: number;
  /** Runs of the virtual disk that can't be read and are zeros in the raw file; in order and apart. */
  readonly unreadable: readonly { readonly offset: number; readonly length: number }[];
  /** In order and apart. What of the disk is in none of them is zeros. */
  readonly ranges: readonly PackedRange[];
}
