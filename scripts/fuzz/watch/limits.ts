import { KIB, MIB } from "../../../workers/shared/numbers.ts";

/** For reads of the file: the cache keeps 16 MiB, so most bytes are read once. */
const FILE_MULTIPLE = 6;
/** For reads of the cache: a survey of a log may check each byte some ten times. */
const CACHE_MULTIPLE = 40;
/** A page of the cache, which even the smallest read needs. */
const PAGE = 64 * KIB;
/** Descriptors have 32 bytes, entries of the BAT 8: the smallest things that are read one by one. */
const SMALLEST = 8;

/**
 * The limits, as a small multiple of the structures. The constant parts are for screens: pages of rows, hex dumps, places that
 * are looked up.
 */
export const LIMITS = {
  bytes: (of: "the file" | "the cache", structures: number, asked: number): number =>
    asked + (of === "the file" ? FILE_MULTIPLE : CACHE_MULTIPLE) * structures + 32 * MIB,
  reads: (of: "the file" | "the cache", structures: number, asked: number): number =>
    of === "the file"
      ? 1000 + (FILE_MULTIPLE * structures + asked) / PAGE
      : 100_000 + (structures + asked) / SMALLEST,
  turns: (structures: number, asked: number): number => 8 * (structures + asked) + 8_000_000,
};
