import type { Piece } from "../pieces/pieces.ts";
import type { Item } from "./item.ts";

/** Takes the content of one file, in order. */
export interface FileWriter {
  /** @param pieces the same as runs of the opened files, where that is known */
  write(bytes: Uint8Array<ArrayBuffer>, pieces: readonly Piece[] | null): Promise<void>;
  zeros(length: number): Promise<void>;
  /** Takes runs of the opened files in place of their bytes; null where the writer needs bytes. */
  readonly pieces: ((pieces: readonly Piece[]) => Promise<void>) | null;
  end(): Promise<void>;
}

/** Takes the items of an extraction, in order: an archive, or a folder. */
export interface EntryWriter {
  /** Whether another name of a file is stored as a link to the first. */
  readonly hardLinks: boolean;
  /** Whether files are taken as runs of the opened files, without their bytes: not where a checksum of them is written. */
  readonly takesPieces: boolean;
  /** Runs of a file that are wanted, in order; the others are holes of the target. Null for all of it. */
  wanted(item: Item): readonly { readonly offset: number; readonly length: number }[] | null;
  /** Takes an item that is no file with content, or another name of one. False where the target can't hold it, which is listed. */
  other(item: Item): Promise<boolean>;
  /** Begins a file; null where the target can't hold it, which is listed. */
  file(item: Item): Promise<FileWriter | null>;
  finish(): Promise<void>;
}
