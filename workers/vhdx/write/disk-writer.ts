import { VhdxError } from "../../shared/error.ts";
import { randomGuid } from "../../shared/guid.ts";
import { reachesPast } from "../../shared/numbers.ts";
import { sizeText } from "../../shared/text.ts";
import type { ReadableStore, Store } from "../../store/store.ts";
import type { Geometry } from "../../shared/geometry.ts";
import {
  FULLY_PRESENT,
  NOT_PRESENT,
  PARTIALLY_PRESENT,
  UNDEFINED,
  UNMAPPED,
  ZERO,
} from "../../shared/bat-states.ts";
import { BatEditor, type EntryState } from "./bat-editor.ts";
import { type BlockPiece, blockPieces } from "./block-pieces.ts";
import { ChildBlocks } from "./child-blocks.ts";
import { type GuidSource, HeaderWriter } from "./header-writer.ts";
import { Journal, SECTORS_PER_ENTRY, writeZeros } from "./journal.ts";
import { type KnownImage, openWritable } from "./open-writable.ts";
import { FreeSpace } from "./space.ts";

/** What a trim does with the storage of the blocks that it covers. */
export type TrimMode =
  /** The blocks become UNMAPPED and keep their place in the file. */
  | "keep-space"
  /** The blocks become UNDEFINED, and other blocks may use their place. */
  | "release-space"
  /** The blocks become NOT_PRESENT: a differencing disk reads them from its parent again. Other blocks may use their place. */
  | "make-transparent"
  /** UNMAPPED and UNDEFINED blocks give up the place that they kept, for other blocks to use. All others stay as they are. */
  | "drop-anchors";

/** Changed BAT entries in memory before a commit. */
const ENTRIES_PER_COMMIT = 2 ** 16;

/** The most 4 KiB sectors that a change of one block changes: up to 16 of its bitmap, and those of two BAT entries. */
const SECTORS_PER_BLOCK = 20;
/** Zeros to write at once to a block that is partly in the parent. */
const ZEROS = new Uint8Array(1024 * 1024);

/**
 * Guest writes (MS-VHDX 2.5): data in place, new blocks, and the BAT through the log; for a differencing disk the sector bitmaps
 * in the same log entry. A file must have only one writer at a time. Written data is durable after `flush`; a crash before it
 * leaves each sector old or new.
 */
export class DiskWriter {
  readonly #store: Store;
  readonly #geometry: Geometry;
  readonly #fixed: boolean;
  readonly #headers: HeaderWriter;
  readonly #journal: Journal;
  readonly #bat: BatEditor;
  readonly #space: FreeSpace;
  /** For a differencing disk: the blocks that are partly in the parent. */
  readonly #child: ChildBlocks | null;
  #failed = false;

  /**
   * Opens a file for writing; writes nothing yet.
   *
   * @param parent the virtual disk below a differencing one; it is read, never written
   * @param known what was read of the file already; its free MiBs must stay as they are while this writer is used
   * @throws VhdxError `not-available`, naming the finding, where the disk must not be written; `needs-parent` where a
   *   differencing disk comes without its parent.
   */
  constructor(
    store: Store,
    newGuid: GuidSource = randomGuid,
    parent: ReadableStore | null = null,
    known: KnownImage | null = null,
  ) {
    const { active, structures, bat, free, blocksEnd, lastSequence } = openWritable(store, known);
    if (bat.geometry.differencing && parent === null) {
      throw new VhdxError(
        "needs-parent",
        "A differencing disk can be written only together with its parent.",
      );
    }
    this.#store = store;
    this.#geometry = bat.geometry;
    this.#fixed = structures.facts.type === "fixed";
    this.#headers = new HeaderWriter(store, active, newGuid);
    this.#journal = new Journal(store, this.#headers, lastSequence, newGuid);
    this.#bat = new BatEditor(store, bat);
    this.#space = new FreeSpace(store, free, structures.occupied, blocksEnd);
    this.#child =
      parent === null || !bat.geometry.differencing
        ? null
        : new ChildBlocks(store, bat.geometry, this.#bat, this.#space, parent);
  }

  /** Bytes. */
  get size(): number {
    return this.#geometry.virtualSize;
  }

  /**
   * Writes bytes at any offset of the virtual disk. Blocks without storage get storage.
   *
   * @throws VhdxError `out-of-range` past the disk's end; whatever the store throws, after which the file must be opened again.
   */
  write(offset: number, bytes: Uint8Array): void {
    this.#checkRun(offset, bytes.length);
    if (bytes.length > 0) this.#attempt(() => this.#write(offset, bytes));
  }

  #write(offset: number, bytes: Uint8Array): void {
    this.#headers.markData();
    for (const piece of blockPieces(offset, bytes.length, this.#geometry.blockSize)) {
      const data = bytes.subarray(piece.from, piece.from + piece.length);
      const index = this.#geometry.payloadIndex(piece.block);
      const entry = this.#bat.get(index);
      if (entry.state === FULLY_PRESENT) this.#store.write(entry.offset + piece.within, data);
      else if (this.#child !== null && this.#isPartial(piece, entry)) {
        this.#child.write(piece, data);
        this.#commitIfFull();
      } else {
        this.#bat.set(index, {
          state: FULLY_PRESENT,
          offset: this.#fill(piece, data, entry.offset, entry.state),
        });
      }
    }
    this.#commitRest();
  }

  /** Whether a write leaves some of the block to the parent. UNDEFINED, ZERO and UNMAPPED blocks hide the parent. */
  #isPartial(piece: BlockPiece, { state }: EntryState): boolean {
    if (state === PARTIALLY_PRESENT) return true;
    return state === NOT_PRESENT && piece.length !== this.#geometry.bytesInBlock(piece.block);
  }

  /**
   * Makes a run read as zeros. Whole blocks give up their storage unless the disk is fixed; zeros are written to the others.
   *
   * @throws VhdxError as `write`.
   */
  zero(offset: number, length: number): void {
    this.#checkRun(offset, length);
    if (length > 0) this.#attempt(() => this.#zero(offset, length));
  }

  #zero(offset: number, length: number): void {
    for (const piece of blockPieces(offset, length, this.#geometry.blockSize)) {
      const index = this.#geometry.payloadIndex(piece.block);
      const entry = this.#bat.get(index);
      const whole = piece.length === this.#geometry.bytesInBlock(piece.block);
      if (whole && !this.#fixed) {
        if (entry.state === ZERO) continue;
        this.#headers.markData();
        this.#release(entry);
        this.#change(index, { state: ZERO, offset: 0 });
      } else if (entry.state === FULLY_PRESENT) {
        this.#headers.markData();
        writeZeros(this.#store, entry.offset + piece.within, piece.length);
      } else if (this.#child !== null && this.#isPartial(piece, entry)) {
        this.#headers.markData();
        this.#zeroSectors(this.#child, piece);
      }
      // Any other state reads as zeros already.
    }
    this.#commitRest();
  }

  /** Writes zeros to a block that is partly in the parent. */
  #zeroSectors(child: ChildBlocks, { block, within, length }: BlockPiece): void {
    for (let done = 0; done < length; done += ZEROS.length) {
      const size = Math.min(ZEROS.length, length - done);
      child.write({ block, within: within + done, length: size, from: done }, ZEROS.subarray(0, size));
      this.#commitIfFull();
    }
  }

  /**
   * Marks a run as no longer needed by the guest. Only whole blocks change; a fixed disk keeps all of its blocks.
   *
   * @throws VhdxError `misuse` unless the run is aligned to logical sectors; `out-of-range` past the disk's end.
   */
  trim(offset: number, length: number, mode: TrimMode): void {
    const sector = this.#geometry.logicalSectorSize;
    if (offset % sector !== 0 || length % sector !== 0) {
      throw new VhdxError("misuse", `A trim must start and end at a ${sector}-byte sector.`, {
        offset,
        structure: "virtual disk",
      });
    }
    this.#checkRun(offset, length);
    if (!this.#fixed && length > 0) this.#attempt(() => this.#trim(offset, length, mode));
  }

  #trim(offset: number, length: number, mode: TrimMode): void {
    for (const piece of blockPieces(offset, length, this.#geometry.blockSize)) {
      if (piece.length !== this.#geometry.bytesInBlock(piece.block)) continue;
      const index = this.#geometry.payloadIndex(piece.block);
      const entry = this.#bat.get(index);
      const isStored = entry.state === FULLY_PRESENT || entry.state === PARTIALLY_PRESENT;
      if (mode === "keep-space") {
        if (!isStored) continue;
        this.#headers.markData();
        this.#change(index, { state: UNMAPPED, offset: entry.offset });
      } else if (mode === "drop-anchors") {
        if ((entry.state !== UNMAPPED && entry.state !== UNDEFINED) || entry.offset === 0) continue;
        // The guest reads the same as before, so DataWriteGuid stays.
        this.#release(entry);
        this.#change(index, { state: entry.state, offset: 0 });
      } else if (mode === "make-transparent") {
        if (entry.state === NOT_PRESENT) continue;
        this.#headers.markData();
        this.#release(entry);
        this.#change(index, { state: NOT_PRESENT, offset: 0 });
      } else if (isStored || entry.state === ZERO) {
        this.#headers.markData();
        this.#release(entry);
        this.#change(index, { state: UNDEFINED, offset: 0 });
      }
    }
    if (this.#bat.changed > 0) this.#commit();
  }

  /** Everything written before is on stable storage when this returns. */
  flush(): void {
    this.#attempt(() => this.#flush());
  }

  /** Empties the log, so that the file needs no replay. The writer can still be used afterwards. */
  close(): void {
    this.#attempt(() => {
      this.#journal.drain();
      this.#space.settle();
      this.#flush();
    });
  }

  /** After a failure it is unknown what is on the disk, so this writer refuses all further work. */
  #attempt(work: () => void): void {
    if (this.#failed) {
      throw new VhdxError(
        "not-available",
        "An earlier write failed half-way; the disk must be opened again.",
        {
          structure: "file",
        },
      );
    }
    this.#failed = true;
    work();
    this.#failed = false;
  }

  #flush(): void {
    this.#store.flush();
    this.#journal.flushed();
  }

  #checkRun(offset: number, length: number): void {
    if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || reachesPast(offset, length, this.size)) {
      throw new VhdxError("out-of-range", `The virtual disk ends at ${sizeText(this.size)}.`, {
        offset,
        structure: "virtual disk",
      });
    }
  }

  /** Writes a piece to new storage for its block, the rest of which reads as zeros. Returns the storage's file offset. */
  #fill(piece: BlockPiece, data: Uint8Array, anchor: number, state: number): number {
    const { blockSize } = this.#geometry;
    // UNMAPPED and UNDEFINED may still name the block's former storage, which no other block may use.
    const anchored = anchor !== 0 && (state === UNMAPPED || state === UNDEFINED);
    const { offset, fresh } = anchored ? { offset: anchor, fresh: false } : this.#space.allocate(blockSize);
    if (!fresh) {
      // Old bytes must not show through.
      writeZeros(this.#store, offset, piece.within);
      const end = piece.within + piece.length;
      writeZeros(this.#store, offset + end, blockSize - end);
    }
    this.#store.write(offset + piece.within, data);
    return offset;
  }

  /** Frees a block's storage. NOT_PRESENT and ZERO own none: an offset in such an entry may be that of another block. */
  #release({ state, offset }: EntryState): void {
    const owns = state !== NOT_PRESENT && state !== ZERO;
    if (owns && offset !== 0) this.#space.release(offset, this.#geometry.blockSize);
  }

  /** Changes an entry, and commits now and then: all entries of a 64 TiB disk don't fit into memory at once. */
  #change(index: number, entry: EntryState): void {
    this.#bat.set(index, entry);
    if (this.#bat.changed >= ENTRIES_PER_COMMIT) this.#commit();
  }

  /**
   * Commits before a log entry would get too long, because bits and the BAT entries that belong to them must be in one log entry.
   */
  #commitIfFull(): void {
    const sectors = this.#bat.changedSectors + (this.#child?.changed ?? 0);
    if (sectors > SECTORS_PER_ENTRY - SECTORS_PER_BLOCK) this.#commit();
  }

  #commitRest(): void {
    if (this.#bat.changed > 0) this.#commit();
  }

  #commit(): void {
    // Payload must be on stable storage before the BAT entries that point to it: after a crash in between no entry names the new
    // block.
    this.#flush();
    const { emptied } = this.#journal;
    this.#journal.commit([...(this.#child?.take() ?? []), ...this.#bat.take()]);
    this.#bat.committed();
    // What earlier commits released can be used again. This commit's own entries are in the log still.
    if (this.#journal.emptied > emptied) this.#space.settle();
    this.#space.committed();
  }
}
