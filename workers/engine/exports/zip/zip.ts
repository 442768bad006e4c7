import { totalLength, type Piece } from "../pieces/pieces.ts";
import { directoryEnd, directoryEntry, type FileFacts, localHeader } from "./records.ts";

/** Permissions of what is read, and of what is started. */
export const READABLE = 0o644;
export const EXECUTABLE = 0o755;

/** A file of the archive. */
export interface ZipEntry {
  readonly name: string;
  /** POSIX permissions. */
  readonly mode: number;
  /** CRC-32 of the content. */
  readonly crc32: number;
  readonly content: readonly Piece[];
}

const bytesPiece = (bytes: Uint8Array<ArrayBuffer>): Piece => ({ kind: "bytes", bytes });

/**
 * An archive whose files are stored as they are: their pieces with records between them, so that a download takes slices of
 * the opened file. Nothing is read.
 *
 * @param entries fewer than 65,535
 */
export function* zipPieces(entries: readonly ZipEntry[], lastModified: Date): Generator<Piece> {
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { name, mode, crc32, content } of entries) {
    const size = totalLength(content);
    const facts: FileFacts = { name: new TextEncoder().encode(name), size, crc32, mode, lastModified };
    const header = localHeader(facts);
    directory.push(directoryEntry(facts, at));
    yield bytesPiece(header);
    yield* content;
    at += header.length + size;
  }
  yield* directory.map(bytesPiece);
  const length = directory.reduce((sum, entry) => sum + entry.length, 0);
  yield bytesPiece(directoryEnd(entries.length, at, length));
}
