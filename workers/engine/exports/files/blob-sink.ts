import { MIB } from "../../../shared/numbers.ts";
import { BlobStore } from "../../../store/blob-store.ts";
import { BlobBuilder } from "../deliver/blob-builder.ts";
import { joined, pieceLength, type Piece } from "../pieces/pieces.ts";
import type { ArchiveSink, Room } from "./archive-sink.ts";

/** Bytes that become one Blob: what is smaller is put together. */
const GATHERED = MIB;

/** What follows a room until it is filled. */
type Held = Blob | number;

/** Makes an archive for a download: slices of the opened file where they are long, Blobs elsewhere. */
export class BlobSink implements ArchiveSink {
  readonly takesPieces = true;
  readonly #builder = new BlobBuilder();
  #gathered: Uint8Array<ArrayBuffer>[] = [];
  #gatheredLength = 0;
  /** The last piece, as long as the next one may go on where it ends: a slice of gigabytes is read faster than many of a few MiB. */
  #piece: Piece | null = null;
  #length = 0;
  /** Parts behind the open room; null where none is open, or it is among the gathered bytes still. */
  #held: Held[] | null = null;
  /** Index of the open room among the gathered bytes: a small file needs no Blob of its own. */
  #hole: number | null = null;

  get length(): number {
    return this.#length;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#endPiece();
    this.#length += bytes.length;
    this.#gathered.push(bytes);
    this.#gatheredLength += bytes.length;
    if (this.#gatheredLength >= GATHERED) this.#endBytes();
  }

  async zeros(length: number): Promise<void> {
    this.#take({ kind: "zeros", length });
  }

  async pieces(pieces: readonly Piece[]): Promise<void> {
    for (const piece of pieces) {
      if (piece.kind !== "zeros" && !(piece.kind === "store" && piece.store instanceof BlobStore))
        throw new Error("this piece is no slice of a file");
      this.#take(piece);
    }
  }

  #take(piece: Piece): void {
    this.#length += pieceLength(piece);
    this.#endBytes();
    const both = this.#piece === null ? piece : joined(this.#piece, piece);
    if (both === null) this.#endPiece();
    this.#piece = both ?? piece;
  }

  async room(length: number): Promise<Room> {
    if (this.#held !== null || this.#hole !== null) throw new Error("a room is open already");
    this.#endPiece();
    const room = { offset: this.#length, length };
    this.#length += length;
    this.#hole = this.#gathered.push(new Uint8Array()) - 1;
    return room;
  }

  async fill({ length }: Room, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.#hole !== null) {
      this.#gathered[this.#hole] = bytes;
      this.#gatheredLength += length;
      this.#hole = null;
      return;
    }
    this.#close();
    const held = this.#held ?? [];
    this.#held = null;
    this.#add(new Blob([bytes]));
    for (const each of held) this.#add(each);
  }

  build(type: string): Blob {
    this.#close();
    return this.#builder.build(type);
  }

  #close(): void {
    this.#endBytes();
    this.#endPiece();
  }

  /** Makes a Blob of the bytes so far, so that the browser may keep them outside of memory. */
  #endBytes(): void {
    const [before, behind] =
      this.#hole === null
        ? [this.#gathered, []]
        : [this.#gathered.slice(0, this.#hole), this.#gathered.slice(this.#hole + 1)];
    if (before.length > 0) this.#add(new Blob(before));
    if (this.#hole !== null) this.#held = [];
    this.#hole = null;
    if (behind.length > 0) this.#add(new Blob(behind));
    this.#gathered = [];
    this.#gatheredLength = 0;
  }

  #endPiece(): void {
    const piece = this.#piece;
    this.#piece = null;
    if (piece?.kind === "zeros") this.#add(piece.length);
    else if (piece?.kind === "store" && piece.store instanceof BlobStore)
      this.#add(piece.store.blob.slice(piece.offset, piece.offset + piece.length));
  }

  #add(part: Held): void {
    if (this.#held !== null) this.#held.push(part);
    else if (typeof part === "number") this.#builder.addZeros(part);
    else this.#builder.add(part);
  }
}
