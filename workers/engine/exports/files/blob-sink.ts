import { MIB } from "../../../shared/numbers.ts";
import { BlobStore } from "../../../store/blob-store.ts";
import { BlobBuilder } from "../deliver/blob-builder.ts";
import { pieceLength, type Piece } from "../pieces/pieces.ts";
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
  #length = 0;
  /** Parts behind the open room; null where none is open. */
  #held: Held[] | null = null;

  get length(): number {
    return this.#length;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#length += bytes.length;
    this.#gathered.push(bytes);
    this.#gatheredLength += bytes.length;
    if (this.#gatheredLength >= GATHERED) this.#close();
  }

  async zeros(length: number): Promise<void> {
    this.#length += length;
    this.#close();
    this.#add(length);
  }

  async pieces(pieces: readonly Piece[]): Promise<void> {
    this.#close();
    for (const piece of pieces) {
      this.#length += pieceLength(piece);
      if (piece.kind === "zeros") this.#add(piece.length);
      else if (piece.kind === "store" && piece.store instanceof BlobStore)
        this.#add(piece.store.blob.slice(piece.offset, piece.offset + piece.length));
      else throw new Error("this piece is no slice of a file");
    }
  }

  async room(length: number): Promise<Room> {
    if (this.#held !== null) throw new Error("a room is open already");
    this.#close();
    const room = { offset: this.#length, length };
    this.#length += length;
    this.#held = [];
    return room;
  }

  async fill(_room: Room, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
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

  /** Makes a Blob of the bytes so far, so that the browser may keep them outside of memory. */
  #close(): void {
    if (this.#gathered.length === 0) return;
    const blob = new Blob(this.#gathered);
    this.#gathered = [];
    this.#gatheredLength = 0;
    this.#add(blob);
  }

  #add(part: Held): void {
    if (this.#held !== null) this.#held.push(part);
    else if (typeof part === "number") this.#builder.addZeros(part);
    else this.#builder.add(part);
  }
}
