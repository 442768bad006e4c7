import { GrowingWindow } from "../common/growing-window.ts";
import { volumeRuns } from "../common/volume-runs.ts";
import type { FileMap } from "../common/mapped-content.ts";
import type { PagedBytes } from "../common/paged-bytes.ts";
import { SLOT } from "./structs/entry.ts";

/** Bytes of a folder that are looked at in one go. */
const PIECE = 32 * 1024;
/** Bytes; what a disk loses at once. */
const SECTOR = 512;

/** Where the entries of a folder lie. */
export interface FolderSpace {
  readonly map: FileMap;
  /** Bytes. */
  readonly size: number;
  /** What is wrong with the folder as a whole; null where nothing is. */
  readonly problem: string | null;
}

/** An entry of a folder, or what stands in its way. */
export type Slot =
  | {
      readonly kind: "slot";
      /** Bytes from the start of the folder. */
      readonly position: number;
      /** Bytes from the start of the volume. */
      readonly offset: number;
      /** The entry's 32 bytes. */
      readonly bytes: Uint8Array;
    }
  /** A run of the folder that can't be read. */
  | { readonly kind: "gap"; readonly position: number; readonly reason: string }
  /** A piece of the folder was read: a list may pause here. */
  | { readonly kind: "piece"; readonly position: number };

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false;
  return true;
}

/**
 * The entries of a folder up to its end. An entry that begins with a zero is the end, unless it begins a sector and is all zeros: then
 * the sector may be lost, and the entries behind it are given too.
 */
export function* slots(reader: PagedBytes, space: FolderSpace, from: number): Generator<Slot> {
  let zeros: number | null = null;
  const window = new GrowingWindow(from);
  for (let position = from; position < space.size;) {
    yield { kind: "piece", position };
    const ahead = Math.min(window.at(position), space.size - position);
    if (ahead > 0) reader.aheadOfRuns(volumeRuns(space.map(position, ahead)));
    const length = Math.min(PIECE, space.size - position);
    for (const extent of space.map(position, length)) {
      const { source } = extent;
      const bytes = source.kind === "volume" ? reader.read(source.offset, extent.length) : null;
      if (bytes === null || source.kind !== "volume") {
        yield* sectors(reader, extent.offset, extent.length, source.kind === "volume" ? source.offset : null);
        continue;
      }
      for (let at = 0; at + SLOT <= bytes.length; at += SLOT) {
        const place = extent.offset + at;
        if (bytes[at] === 0) {
          if (zeros === null && place % SECTOR !== 0) return;
          if (!isZero(bytes, at, at + SLOT)) return;
          zeros ??= place;
          continue;
        }
        if (zeros !== null)
          yield { kind: "gap", position: zeros, reason: "is zeros, with entries behind it" };
        zeros = null;
        const offset = source.offset + at;
        yield { kind: "slot", position: place, offset, bytes: bytes.subarray(at, at + SLOT) };
      }
    }
    position += length;
  }
}

/** A run that can't be read as a whole, sector by sector. */
function* sectors(
  reader: PagedBytes,
  position: number,
  length: number,
  offset: number | null,
): Generator<Slot> {
  if (offset === null) {
    yield { kind: "gap", position, reason: "is not on the volume" };
    return;
  }
  for (let done = 0; done < length; done += SECTOR) {
    const bytes = reader.read(offset + done, Math.min(SECTOR, length - done));
    if (bytes === null) {
      yield { kind: "gap", position: position + done, reason: "can't be read" };
      continue;
    }
    for (let at = 0; at + SLOT <= bytes.length; at += SLOT)
      if (bytes[at] !== 0)
        yield {
          kind: "slot",
          position: position + done + at,
          offset: offset + done + at,
          bytes: bytes.subarray(at, at + SLOT),
        };
  }
}
