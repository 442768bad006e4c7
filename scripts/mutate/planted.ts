import type { Change } from "../../workers/testing/vhdx/plant.ts";

/** A mistake of more than one character that was found to live through the tests once, or is like one that was. */
export interface PlantedFault {
  readonly name: string;
  /** From the project's root. */
  readonly file: string;
  readonly changes: readonly Change[];
  /** Tests that must notice it; left out where those near the file do. */
  readonly tests?: readonly string[];
}

const fault = (
  name: string,
  file: string,
  place: string,
  instead: string,
  tests?: readonly string[],
): PlantedFault => ({
  name,
  file: `workers/${file}`,
  changes: [{ place, instead }],
  ...(tests === undefined ? {} : { tests }),
});

/** Small images, with what the kernel shows of them. */
const EXT_FLOOR = ["workers/fs/ext/reader.test.ts"];

/** Mistakes in reading, writing, editing and exporting; those of the write path's order are in `workers/testing/vhdx/faults.ts`. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  fault(
    "the size after a replay taken from the first entry",
    "vhdx/log/replay.ts",
    "const head = entries.at(-1);",
    "const head = entries[0];",
  ),
  fault(
    "the size after a replay that is told taken from the first entry",
    "vhdx/log/scan.ts",
    "const size = sizeAfter(store.size, head);",
    "const size = sizeAfter(store.size, active[0] ?? head);",
  ),
  fault(
    "a block over a structure beyond its first MiB read as data",
    "vhdx/disk/disk.ts",
    "this.#structures.within(first, first + size / MIB)",
    "this.#structures.within(first, first + 1)",
  ),
  fault(
    "one header only updated when a log is discarded",
    "vhdx/write/header-writer.ts",
    "for (const { offset, bytes } of bothHeaderUpdates(active, changes)) {",
    "for (const { offset, bytes } of bothHeaderUpdates(active, changes).slice(0, 1)) {",
  ),
  fault(
    "FileWriteGuid kept when a log is discarded",
    "vhdx/write/discard-log.ts",
    "{ ...data, fileWriteGuid: newGuid(), logGuid: NIL_GUID }",
    "{ ...data, logGuid: NIL_GUID }",
  ),
  fault(
    "the child's metadata items not taken by a merge",
    "engine/exports/chain/merge.ts",
    "for (const each of items) change(",
    "for (const each of items.slice(0, 0)) change(",
  ),
  fault(
    "the parent's metadata items kept by a merge",
    "engine/exports/chain/merge.ts",
    "change((metadata, region) => removeItems(merged, metadata, region, isDiskItem));",
    "",
  ),
  fault(
    "the last block not filled by a flatten",
    "engine/exports/chain/flatten.ts",
    'yield { kind: "zeros", length: blockSize - length };',
    "",
  ),
  fault(
    "the last block of a fixed disk not filled by a flatten",
    "engine/exports/chain/flatten.ts",
    'yield { kind: "zeros", length: whole - disk.size };',
    "",
  ),
  fault(
    "a child's last block, shorter than the others, never full",
    "vhdx/write/child-blocks.ts",
    "const bits = Math.ceil(this.#geometry.bytesInBlock(block) / sector);",
    "const bits = blockSize / sector;",
  ),
  fault(
    "the sequence not continued by the journal",
    "vhdx/write/journal.ts",
    "this.#sequence = lastSequence < RESTART_SEQUENCE_AT ? lastSequence : 0n;",
    "this.#sequence = 0n;",
  ),
  fault(
    "an entry as long as its log taken as one",
    "vhdx/log/entry.ts",
    "entryLength >= logLength",
    "entryLength > logLength",
  ),
  fault(
    "the spare header left as it was when a header is restored",
    "vhdx/repair/headers/header-fixes.ts",
    "if (active !== null) updateHeaders(store, active, { fileWriteGuid: newGuid() });",
    "",
    ["workers/vhdx/repair/guids.test.ts"],
  ),
  fault(
    "IsUser lost in a child",
    "engine/chain/inherited.ts",
    "isUser: values.isUser === 1,",
    "isUser: false,",
  ),
  fault(
    "an item that grows left in its place",
    "vhdx/write/item-writer.ts",
    "bytes.length <= known.values.length;",
    "bytes.length <= known.values.length + 8;",
  ),
  fault(
    "what stood behind a shorter item left there",
    "vhdx/write/item-writer.ts",
    "const written = new Uint8Array(stays ? known.values.length : bytes.length);",
    "const written = new Uint8Array(bytes.length);",
  ),
  fault(
    "an item put over the one before it",
    "vhdx/write/item-writer.ts",
    "at = Math.max(at, roundUp(end, ALIGNMENT));",
    "at = Math.max(at, roundUp(end, ALIGNMENT) - ALIGNMENT);",
  ),
  fault(
    "an item put past the end of the region",
    "vhdx/write/item-writer.ts",
    "if (at + length > region.length) {",
    "if (at > region.length) {",
  ),
  fault(
    "an item without bytes given a place",
    "vhdx/write/item-writer.ts",
    "const offset = bytes.length === 0 ? 0 : place;",
    "const offset = place;",
  ),
  fault(
    "no room for a child's bitmaps in a new BAT",
    "vhdx/write/create.ts",
    "const entries = geometry.bitmapBlocks * (geometry.chunkRatio + 1);",
    "const entries = geometry.payloadBlocks;",
  ),
  fault(
    "a repair that cuts off the file where it should not",
    "vhdx/repair/target.ts",
    "if (this.store.size > size) this.#resize(size);",
    "this.#resize(size);",
  ),
  fault(
    "a repair that shortens the file it extends",
    "vhdx/repair/target.ts",
    "if (this.store.size < size) this.#resize(size);",
    "this.#resize(size);",
  ),
  fault(
    "room appended where the file ends, not at a MiB",
    "vhdx/repair/target.ts",
    "const offset = roundUp(this.store.size, MIB);",
    "const offset = this.store.size;",
  ),
  fault(
    "a resize that is not flushed",
    "vhdx/repair/target.ts",
    "this.store.truncate(size);\n    this.store.flush();",
    "this.store.truncate(size);",
  ),
  fault(
    "a cut of an overlay that leaves written bytes",
    "store/overlay-store.ts",
    "this.#pages.cut(size);",
    "",
  ),
  fault(
    "a cut of an overlay that is not among the changed runs",
    "store/overlay-store.ts",
    "this.#written.add(size, this.#baseEnd);",
    "",
  ),
  fault(
    "blocks of ext that are not written yet, read as they lie on the volume",
    "fs/ext/extents.ts",
    "if (stated > WRITTEN) yield { ...hole(from, count), unwritten: physical };",
    "if (stated > WRITTEN) yield { ...hole(from, count), physical };",
    EXT_FLOOR,
  ),
  fault(
    "a level of indirect blocks of ext too many",
    "fs/ext/indirect.ts",
    "const span = (volume.blockSize / NUMBER) ** (level - 1);",
    "const span = (volume.blockSize / NUMBER) ** level;",
    EXT_FLOOR,
  ),
  fault(
    "times of ext without the years behind 2038",
    "fs/ext/inode.ts",
    "BigInt(bits & 3) * 2n ** 32n",
    "0n",
    EXT_FLOOR,
  ),
  fault(
    "the first transaction of an ext journal left out",
    "fs/ext/journal/journal.ts",
    "log.transactions.slice(0, count ?? undefined)",
    "log.transactions.slice(1, count ?? undefined)",
    EXT_FLOOR,
  ),
  fault(
    "records of an ext folder that hold nothing shown",
    "fs/ext/records.ts",
    "if (head.inode !== 0) yield {",
    "if (head.inode >= 0) yield {",
    EXT_FLOOR,
  ),
  fault(
    "the second piece of inline data of ext left out",
    "fs/ext/folders.ts",
    "if (rest?.value != null && rest.value.length > 0)",
    "if (rest?.value != null && rest.value.length > 60)",
    EXT_FLOOR,
  ),
  fault(
    "the copies of ext group descriptors not looked at",
    "fs/ext/geometry.ts",
    "if ((copies += 1) > MOST_COPIES) return;",
    "if ((copies += 1) > 0) return;",
    EXT_FLOOR,
  ),
];
