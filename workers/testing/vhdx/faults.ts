import type { Change } from "./plant.ts";

/** The files of the write path that faults are planted in, from `workers`. */
const PLACES = {
  headers: "vhdx/write/header-writer.ts",
  disk: "vhdx/write/disk-writer.ts",
  journal: "vhdx/write/journal.ts",
  entry: "vhdx/write/log-entry.ts",
  space: "vhdx/write/space.ts",
  bat: "vhdx/write/bat-editor.ts",
  child: "vhdx/write/child-blocks.ts",
  replay: "vhdx/write/apply-log.ts",
  create: "vhdx/write/create.ts",
} as const;

type Place = keyof typeof PLACES;

/** The write path from `workers`: its folder, and the modules that are called from outside. */
export const WRITE_PATH = {
  folder: "vhdx/write",
  DiskWriter: PLACES.disk,
  applyLog: PLACES.replay,
  createImage: PLACES.create,
} as const;

/** A mistake that could have been made in the write path, as a change of its source. */
export interface Fault {
  readonly name: string;
  /** By the file's path from `workers`. */
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  /** The scenario that must notice it, or `replay`. */
  readonly noticedBy: string;
}

/** Code that is there exactly once (`plant`), the code to put in its place, and the file if it is another one. */
type Edit = readonly [place: string, instead: string, where?: Place];

function fault(name: string, file: Place, noticedBy: string, ...edits: readonly Edit[]): Fault {
  const changes = new Map<string, Change[]>();
  for (const [place, instead, where = file] of edits) {
    const path = PLACES[where];
    changes.set(path, [...(changes.get(path) ?? []), { place, instead }]);
  }
  return { name, changes, noticedBy };
}

const LOG_FULL = "log full in the middle of a commit";

/** Each flush removed, each order reversed, each promise of a field broken, one at a time. */
export const FAULTS: readonly Fault[] = [
  fault("no flush between the two headers", "headers", "first write", ["this.#store.flush();", ""]),
  fault("both headers in one step", "headers", "first write", [
    "this.#store.write(write.offset, write.bytes);",
    "for (const offset of [65536, 131072]) this.#store.write(offset, write.bytes);",
  ]),
  fault("the active header written over", "headers", "header 1 damaged before", [
    "this.#store.write(write.offset, write.bytes);",
    "this.#store.write(write.offset ^ 0x30000, write.bytes);",
  ]),
  fault("FileWriteGuid not renewed", "headers", "first write", [
    "{ ...changes, fileWriteGuid: this.#newGuid() }",
    "changes",
  ]),
  fault("DataWriteGuid not renewed", "headers", "write in place", [
    "this.#update({ dataWriteGuid: this.#newGuid() });",
    "this.#update({});",
  ]),
  fault("another DataWriteGuid in each header", "headers", "write in place", [
    "this.#step({});",
    '"dataWriteGuid" in changes ? this.#step({ dataWriteGuid: this.#newGuid() }) : this.#step({});',
  ]),
  fault("guest data before the GUIDs", "disk", "write in place", [
    "#write(offset: number, bytes: Uint8Array): void {\n    this.#headers.markData();",
    "#write(offset: number, bytes: Uint8Array): void {\n    this.#early(offset, bytes);\n    this.#headers.markData();\n  }\n  #early(offset: number, bytes: Uint8Array): void {",
  ]),

  fault("no flush before the header names the log", "journal", "first write", [
    "this.#flush();\n    this.#headers.activateLog(guid);",
    "this.#headers.activateLog(guid);",
  ]),
  fault("the log named before it has an entry", "journal", "first write", [
    "this.#write([]);\n    this.#flush();\n    this.#headers.activateLog(guid);",
    "this.#headers.activateLog(guid);\n    this.#write([]);\n    this.#flush();",
  ]),
  fault("no flush between the log and the places", "journal", "BAT growth", [
    "this.#flush();\n      for (const update of part) this.#apply(update);",
    "for (const update of part) this.#apply(update);",
  ]),
  fault("the places before the log", "journal", "BAT growth", [
    "this.#append(part);",
    "for (const update of part) this.#apply(update);\n      this.#append(part);",
  ]),
  fault("no flush before the log is emptied", "journal", "first write, not flushed", [
    "this.#flush();\n    this.#headers.clearLog();",
    "this.#headers.clearLog();",
  ]),
  fault("the GUID zeroed before the places are there", "journal", "first write, not flushed", [
    "this.#flush();\n    this.#headers.clearLog();",
    "this.#headers.clearLog();\n    this.#flush();",
  ]),
  fault("no flush before the ring is freed", "journal", LOG_FULL, [
    "#reclaim(): void {\n    this.#flush();",
    "#reclaim(): void {",
  ]),
  fault("no flush before the ring is used again", "journal", "log wrap", [
    "this.#used = 0;\n    this.#write([]);\n    this.#flush();\n    this.#emptied += 1;",
    "this.#used = 0;\n    this.#write([]);\n    this.#emptied += 1;",
  ]),
  fault("the ring used again without an empty entry", "journal", "log wrap", [
    "this.#used = 0;\n    this.#write([]);\n    this.#flush();\n    this.#emptied += 1;",
    "this.#used = 0;\n    this.#emptied += 1;",
  ]),
  fault("the ring never freed", "journal", "log wrap", ["this.#reclaim();\n    this.#write", "this.#write"]),
  fault("the tail advanced early", "journal", "a commit of two entries", [
    "tail: this.#tail,",
    "tail: this.#head,",
  ]),
  fault("the sequence number not continued", "journal", "BAT growth", [
    "this.#sequence += 1n;",
    "this.#sequence += 2n;",
  ]),
  fault("an entry's checksum wrong", "entry", "first write", [
    "const checksum = crc32cWithout(",
    "const checksum = 1 + crc32cWithout(",
  ]),
  fault("a data sector without its first bytes", "entry", "BAT growth", [
    "leadingBytes: update.bytes.subarray(0, leadingBytes.length),",
    "leadingBytes: new Uint8Array(leadingBytes.length),",
  ]),
  fault("FlushedFileOffset rounded up", "journal", "a file that ends inside its last block", [
    "roundDown(this.#flushedSize, MIB)",
    "roundUp(this.#flushedSize, MIB)",
  ]),
  fault("the log not emptied at the end", "disk", "first write", ["this.#journal.drain();", ""]),

  fault("no flush between payload and BAT", "disk", "reuse of released space", [
    "this.#flush();\n    const { emptied } = this.#journal;",
    "const { emptied } = this.#journal;",
  ]),
  fault(
    "payload after the BAT",
    "disk",
    "reuse of released space",
    [
      "writeZeros(this.#store, offset, piece.within);",
      "this.#late.push(() => writeZeros(this.#store, offset, piece.within));",
    ],
    [
      "writeZeros(this.#store, offset + end, blockSize - end);",
      "this.#late.push(() => writeZeros(this.#store, offset + end, blockSize - end));",
    ],
    [
      "this.#store.write(offset + piece.within, data);",
      "this.#late.push(() => this.#store.write(offset + piece.within, data));",
    ],
    [
      "this.#bat.committed();",
      "this.#bat.committed();\n    for (const late of this.#late.splice(0)) late();",
    ],
    ["#failed = false; constructor(", "#failed = false; readonly #late: (() => void)[] = []; constructor("],
  ),
  fault("a guest's flush not passed on", "disk", "write in place", [
    "this.#attempt(() => this.#flush());",
    "this.#attempt(() => this.#journal.flushed());",
  ]),
  fault("the file not extended for a new block", "space", "first write", [
    "this.#store.truncate(offset + size);",
    "",
  ]),
  fault(
    "released space used again before the release is in the log",
    "disk",
    "release and write in one go",
    ["this.#uncommitted.push({", "this.#released.add({", "space"],
    [
      "this.#change(index, { state: UNDEFINED, offset: 0 });\n      }\n    }\n    if (this.#bat.changed > 0) this.#commit();",
      "this.#change(index, { state: UNDEFINED, offset: 0 });\n      }\n    }",
    ],
  ),
  fault("what stood in reused space shows through", "disk", "reuse of released space", [
    "if (!fresh) {",
    "if (offset < 0) {",
  ]),
  fault("a trim that frees a block and leaves it named", "disk", "reuse of released space", [
    "this.#change(index, { state: UNDEFINED, offset: 0 });",
    "",
  ]),
  fault("the other entries of a BAT sector lost", "bat", "BAT growth", [
    "sector.set(readUpTo(this.#store, start, LOG_SECTOR));",
    "",
  ]),
  fault("a BAT entry one place off", "bat", "BAT growth", [
    "new DataView(sector.buffer, at - start,",
    "new DataView(sector.buffer, (at - start + 8) % LOG_SECTOR,",
  ]),

  fault("bits set in place, before the data of their sectors", "child", "child: parts of blocks", [
    "this.#bitmaps.mark(bitmap, firstBit + first, firstBit + end, true);",
    'this.#bitmaps.mark(bitmap, firstBit + first, firstBit + end, true);\n    for (const each of this.#bitmaps.take()) if (each.kind === "data") this.#store.write(each.offset, each.bytes);',
  ]),
  fault("bits in a later entry than the BAT's", "disk", "child: bits left of an earlier time", [
    "this.#journal.commit([...(this.#child?.take() ?? []), ...this.#bat.take()]);",
    "this.#journal.commit(this.#bat.take());\n    this.#journal.commit(this.#child?.take() ?? []);",
  ]),
  fault("bits of an earlier time not cleared", "child", "child: bits left of an earlier time", [
    "this.#bitmaps.mark(bitmap, firstBit, firstBit + blockSize / sector, false);",
    "",
  ]),
  fault("no flush between a sector and its bit", "disk", "child: parts of blocks", [
    "this.#flush();\n    const { emptied } = this.#journal;",
    "const { emptied } = this.#journal;",
  ]),
  fault("a sector not completed from the parent", "child", "child: parts of blocks", [
    "bytes.set(readUpTo(this.#parent, diskOffset + start, size), start);",
    "bytes.fill(0, start, start + size);",
  ]),
  fault("a zeroed block given back to the parent", "disk", "child: zeros and trims", [
    "this.#change(index, { state: ZERO, offset: 0 });",
    "this.#change(index, { state: NOT_PRESENT, offset: 0 });",
  ]),
  fault("a sector written and its bit forgotten", "child", "child: parts of blocks", [
    "this.#bitmaps.mark(bitmap, firstBit + first, firstBit + end, true);",
    "",
  ]),

  fault("a replay without a new FileWriteGuid first", "replay", "replay", [
    "store.write(before.offset, before.bytes);\n  store.flush();",
    "store.write(before.offset, before.bytes);",
  ]),
  fault("no flush between a replay and the empty log", "replay", "replay", [
    "if (store.size < size) store.truncate(size);\n  store.flush();",
    "if (store.size < size) store.truncate(size);",
  ]),
  fault("no flush between the headers after a replay", "replay", "replay", [
    "store.write(update.offset, update.bytes);\n    store.flush();",
    "store.write(update.offset, update.bytes);",
  ]),
  fault("a replay that does not grow the file", "replay", "replay", [
    "if (store.size < size) store.truncate(size);",
    "",
  ]),
  fault("a replay that changes DataWriteGuid", "replay", "replay", [
    "replayHeaderUpdates(active, newGuid(), NIL_GUID, more)",
    "replayHeaderUpdates(active, newGuid(), NIL_GUID, { dataWriteGuid: newGuid() })",
  ]),

  fault("no flush before the identifier", "create", "create dynamic", [
    "store.flush();\n  store.write(0, encode(fileIdentifier,",
    "store.write(0, encode(fileIdentifier,",
  ]),
  fault("the identifier first", "create", "create fixed", [
    "store.truncate(layout.fileSize);",
    "store.truncate(layout.fileSize);\n  store.write(0, encode(fileIdentifier, { signature: FILE_SIGNATURE, creator: options.creator }));",
  ]),
  fault("a new image that is not flushed at the end", "create", "create dynamic", [
    "creator: options.creator }));\n  store.flush();",
    "creator: options.creator }));",
  ]),
];
