import { release } from "../../../store/release.ts";
import type { Piece } from "../pieces/pieces.ts";

/** A place in an archive that is filled later. */
export interface Room {
  readonly offset: number;
  readonly length: number;
}

/** Takes an archive from its first byte to its last. */
export interface ArchiveSink {
  /** Bytes so far. */
  readonly length: number;
  /** Whether `pieces` are taken in place of bytes, so that these need not be in memory. */
  readonly takesPieces: boolean;
  /** Appends bytes, which may not be changed afterwards. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  zeros(length: number): Promise<void>;
  /** Appends runs of the opened files. Only where `takesPieces` says so. */
  pieces(pieces: readonly Piece[]): Promise<void>;
  /** Appends bytes that are not known yet. */
  room(length: number): Promise<Room>;
  /** Fills a room. Rooms are filled one after the other. */
  fill(room: Room, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Appends bytes, or the runs of the opened files that they are, so that they need not stay in memory. */
export async function put(
  sink: ArchiveSink,
  bytes: Uint8Array<ArrayBuffer>,
  pieces: readonly Piece[] | null,
): Promise<void> {
  if (pieces === null || !sink.takesPieces) return sink.write(bytes);
  await sink.pieces(pieces);
  release(bytes);
}
