type Edit = readonly [string, string] | readonly [string, string, string];

/** A mistake that could have been made in the write path, as a change of its source. */
export interface Fault {
  readonly name: string;
  /** File of `write/`. */
  readonly file: string;
  /** Texts that stand there exactly once, and what to put in their place; with another file's name where they stand there. */
  readonly edits: readonly Edit[];
  /** The scenario that must notice it, or `replay`. */
  readonly noticedBy: string;
}

const fault = (name: string, file: string, noticedBy: string, ...edits: readonly Edit[]): Fault => ({
  name,
  file,
  edits,
  noticedBy,
});

const LOG_FULL = "log full in the middle of a commit";

/** Every flush taken away, every order turned round, every promise of a field broken, one at a time. */
export const FAULTS: readonly Fault[] = [
  fault("no flush between the two headers", "header-writer.ts", "first write", ["this.#store.flush();", ""]),
  fault("both headers in one step", "header-writer.ts", "first write", [
    "this.#store.write(write.offset, write.bytes);",
    "for (const offset of [65536, 131072]) this.#store.write(offset, write.bytes);",
  ]),
  fault("the active header written over", "header-writer.ts", "header 1 damaged before", [
    "this.#store.write(write.offset, write.bytes);",
    "this.#store.write(write.offset ^ 0x30000, write.bytes);",
  ]),
  fault("FileWriteGuid not renewed", "header-writer.ts", "first write", [
    "{ ...changes, fileWriteGuid: this.#newGuid() }",
    "changes",
  ]),
  fault("DataWriteGuid not renewed", "header-writer.ts", "write in place", [
    "this.#update({ dataWriteGuid: this.#newGuid() });",
    "this.#update({});",
  ]),
  fault("another DataWriteGuid in each header", "header-writer.ts", "write in place", [
    "this.#step({});",
    '"dataWriteGuid" in changes ? this.#step({ dataWriteGuid: this.#newGuid() }) : this.#step({});',
  ]),
  fault("guest data before the GUIDs", "disk-writer.ts", "write in place", [
    "#write(offset: number, bytes: Uint8Array): void {\n    this.#headers.markData();",
    "#write(offset: number, bytes: Uint8Array): void {\n    this.#early(offset, bytes);\n    this.#headers.markData();\n  }\n  #early(offset: number, bytes: Uint8Array): void {",
  ]),

  fault("no flush before the header names the log", "journal.ts", "first write", [
    "// The entry before the header names its GUID.\n    this.#flush();",
    "",
  ]),
  fault("the log named before it has an entry", "journal.ts", "first write", [
    "this.#write([]);\n    // The entry before the header names its GUID.\n    this.#flush();\n    this.#headers.activateLog(guid);",
    "this.#headers.activateLog(guid);\n    this.#write([]);\n    this.#flush();",
  ]),
  fault("no flush between the log and the places", "journal.ts", "BAT growth", [
    "// The log before the places it describes: a torn update can then be repeated.\n      this.#flush();",
    "",
  ]),
  fault("the places before the log", "journal.ts", "BAT growth", [
    "this.#append(part);",
    "for (const update of part) this.#apply(update);\n      this.#append(part);",
  ]),
  fault("no flush before the log is emptied", "journal.ts", "first write, not flushed", [
    "// The places before the header stops naming the log.\n    this.#flush();",
    "",
  ]),
  fault("the GUID zeroed before the places are there", "journal.ts", "first write, not flushed", [
    "this.#flush();\n    this.#headers.clearLog();",
    "this.#headers.clearLog();\n    this.#flush();",
  ]),
  fault("no flush before the ring is freed", "journal.ts", LOG_FULL, [
    "#reclaim(): void {\n    this.#flush();",
    "#reclaim(): void {",
  ]),
  fault("no flush before the ring is used again", "journal.ts", "log wrap", [
    "this.#used = 0;\n    this.#write([]);\n    this.#flush();\n  }\n\n  #writeRing",
    "this.#used = 0;\n    this.#write([]);\n  }\n\n  #writeRing",
  ]),
  fault("the ring used again without an empty entry", "journal.ts", "log wrap", [
    "this.#used = 0;\n    this.#write([]);\n    this.#flush();\n  }\n\n  #writeRing",
    "this.#used = 0;\n  }\n\n  #writeRing",
  ]),
  fault("the ring never freed", "journal.ts", "log wrap", [
    "this.#reclaim();\n    this.#write",
    "this.#write",
  ]),
  fault("the tail advanced early", "journal.ts", "a commit of two entries", [
    "tail: this.#tail,",
    "tail: this.#head,",
  ]),
  fault("the sequence number not continued", "journal.ts", "BAT growth", [
    "this.#sequence += 1n;",
    "this.#sequence += 2n;",
  ]),
  fault("an entry's checksum wrong", "log-entry.ts", "first write", [
    "const checksum = crc32cWithout(",
    "const checksum = 1 + crc32cWithout(",
  ]),
  fault("a data sector without its first bytes", "log-entry.ts", "BAT growth", [
    "leadingBytes: update.bytes.subarray(0, leadingBytes.length),",
    "leadingBytes: new Uint8Array(leadingBytes.length),",
  ]),
  fault("FlushedFileOffset rounded up", "journal.ts", "a file that ends inside its last block", [
    "roundDown(this.#flushedSize, MIB)",
    "roundUp(this.#flushedSize, MIB)",
  ]),
  fault("the log not emptied at the end", "disk-writer.ts", "first write", ["this.#journal.drain();", ""]),

  fault("no flush between payload and BAT", "disk-writer.ts", "reuse of released space", [
    "this.#flush();\n    this.#journal.commit",
    "this.#journal.commit",
  ]),
  fault(
    "payload after the BAT",
    "disk-writer.ts",
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
    ["#failed = false;\n\n", "#failed = false;\n  readonly #late: (() => void)[] = [];\n\n"],
  ),
  fault("a guest's flush not passed on", "disk-writer.ts", "write in place", [
    "this.#attempt(() => this.#flush());",
    "this.#attempt(() => this.#journal.flushed());",
  ]),
  fault("the file not extended for a new block", "space.ts", "first write", [
    "this.#store.truncate(offset + size);",
    "",
  ]),
  fault(
    "released space used again before the release is in the log",
    "disk-writer.ts",
    "release and write in one go",
    ["this.#quarantine.push(", "this.#free.unshift(", "space.ts"],
    [
      "this.#change(index, { state: UNDEFINED, offset: 0 });\n      }\n    }\n    if (this.#bat.changed > 0) this.#commit();",
      "this.#change(index, { state: UNDEFINED, offset: 0 });\n      }\n    }",
    ],
  ),
  fault("what stood in reused space shows through", "disk-writer.ts", "reuse of released space", [
    "if (!fresh) {",
    "if (offset < 0) {",
  ]),
  fault("a trim that frees a block and leaves it named", "disk-writer.ts", "reuse of released space", [
    "this.#change(index, { state: UNDEFINED, offset: 0 });",
    "",
  ]),
  fault("the other entries of a BAT sector lost", "bat-editor.ts", "BAT growth", [
    "sector.set(readUpTo(this.#store, start, LOG_SECTOR));",
    "",
  ]),
  fault("a BAT entry one place off", "bat-editor.ts", "BAT growth", [
    "new DataView(sector.buffer, at - start,",
    "new DataView(sector.buffer, (at - start + 8) % LOG_SECTOR,",
  ]),

  fault("bits set in place, before the data of their sectors", "child-blocks.ts", "child: parts of blocks", [
    "this.#bitmaps.mark(bitmap, firstBit + first, firstBit + end, true);",
    'this.#bitmaps.mark(bitmap, firstBit + first, firstBit + end, true);\n    for (const each of this.#bitmaps.take()) if (each.kind === "data") this.#store.write(each.offset, each.bytes);',
  ]),
  fault("bits in a later entry than the BAT's", "disk-writer.ts", "child: bits left of an earlier time", [
    "this.#journal.commit([...(this.#child?.take() ?? []), ...this.#bat.take()]);",
    "this.#journal.commit(this.#bat.take());\n    this.#journal.commit(this.#child?.take() ?? []);",
  ]),
  fault("bits of an earlier time not cleared", "child-blocks.ts", "child: bits left of an earlier time", [
    "this.#bitmaps.mark(bitmap, firstBit, firstBit + blockSize / sector, false);",
    "",
  ]),
  fault("no flush between a sector and its bit", "disk-writer.ts", "child: parts of blocks", [
    "this.#flush();\n    this.#journal.commit",
    "this.#journal.commit",
  ]),
  fault("a sector not completed from the parent", "child-blocks.ts", "child: parts of blocks", [
    "bytes.set(readUpTo(this.#parent, diskOffset + start, size), start);",
    "bytes.fill(0, start, start + size);",
  ]),
  fault("a zeroed block given back to the parent", "disk-writer.ts", "child: zeros and trims", [
    "this.#change(index, { state: ZERO, offset: 0 });",
    "this.#change(index, { state: NOT_PRESENT, offset: 0 });",
  ]),
  fault("a sector written and its bit forgotten", "child-blocks.ts", "child: parts of blocks", [
    "this.#bitmaps.mark(bitmap, firstBit + first, firstBit + end, true);",
    "",
  ]),

  fault("a replay without a new FileWriteGuid first", "apply-log.ts", "replay", [
    "// The new FileWriteGuid before the first modification.\n  store.flush();",
    "",
  ]),
  fault("no flush between a replay and the empty log", "apply-log.ts", "replay", [
    "// All of it in place before the header stops naming the log.\n  store.flush();",
    "",
  ]),
  fault("no flush between the headers after a replay", "apply-log.ts", "replay", [
    "store.write(update.offset, update.bytes);\n    store.flush();",
    "store.write(update.offset, update.bytes);",
  ]),
  fault("a replay that does not grow the file", "apply-log.ts", "replay", [
    "if (store.size < size) store.truncate(size);",
    "",
  ]),
  fault("a replay that changes DataWriteGuid", "apply-log.ts", "replay", [
    "replayHeaderUpdates(active, newGuid(), NIL_GUID)",
    "replayHeaderUpdates({ ...active, values: { ...active.values, dataWriteGuid: newGuid() } }, newGuid(), NIL_GUID)",
  ]),

  fault("no flush before the identifier", "create.ts", "create dynamic", [
    "// All of it in place before the file calls itself a VHDX.\n  store.flush();",
    "",
  ]),
  fault("the identifier first", "create.ts", "create fixed", [
    "store.truncate(layout.fileSize);",
    "store.truncate(layout.fileSize);\n  store.write(0, encode(fileIdentifier, { signature: FILE_SIGNATURE, creator: options.creator }));",
  ]),
  fault("a new image that is not flushed at the end", "create.ts", "create dynamic", [
    "creator: options.creator }));\n  store.flush();",
    "creator: options.creator }));",
  ]),
];
