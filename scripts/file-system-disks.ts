import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { loadCrc32c } from "../workers/bytes/crc32c.ts";
import { isZero } from "../workers/bytes/zero.ts";
import { BAT_ENTRY_SIZE, LOG_SECTOR } from "../workers/shared/geometry.ts";
import { MIB } from "../workers/shared/numbers.ts";
import { MemoryStore } from "../workers/store/memory-store.ts";
import { readUpTo } from "../workers/store/store.ts";
import { diskOf } from "../workers/testing/engine/files/disk-of.ts";
import { PARENT, PARENT_GUID } from "../workers/testing/malformed/catalogue/case.ts";
import { ImageBuilder, LOG_GUID } from "../workers/testing/vhdx/image-builder.ts";
import { VOLUMES } from "./fuzz/bases/file-systems.ts";

/*
 * Writes disks with file systems, for tests in a browser. All have blocks of 1 MiB.
 *
 *     npx tsx scripts/file-system-disks.ts stored NAME FILE
 *         a small file system that the repository has: ext4-dirty, ntfs, fat32, …
 *     npx tsx scripts/file-system-disks.ts raw RAW FILE
 *         a raw disk, whose blocks are stored in the order of the disk
 *     npx tsx scripts/file-system-disks.ts chain BEFORE AFTER FOLDER
 *         parent.vhdx of the raw disk BEFORE, and child.vhdx, through which the disk is AFTER once the child's log is replayed: the log
 *         alone has the child's BAT
 */

/** Writes a store to a file, and leaves runs of zeros out. */
function save(store: MemoryStore, file: string): void {
  const handle = openSync(file, "w");
  try {
    for (let at = 0; at < store.size; at += MIB) {
      const bytes = readUpTo(store, at, MIB);
      if (!isZero(bytes) || at + bytes.length === store.size) writeSync(handle, bytes, 0, bytes.length, at);
    }
  } finally {
    closeSync(handle);
  }
}

/** A raw disk of this machine. */
function rawDisk(file: string): MemoryStore {
  const bytes = readFileSync(file);
  return new MemoryStore(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}

function dirtyChild(before: MemoryStore, after: MemoryStore): ImageBuilder {
  const changed: { readonly block: number; readonly bytes: Uint8Array }[] = [];
  for (let block = 0; block * MIB < after.size; block += 1) {
    const bytes = readUpTo(after, block * MIB, MIB);
    if (Buffer.compare(bytes, readUpTo(before, block * MIB, MIB)) !== 0) changed.push({ block, bytes });
  }
  const child = new ImageBuilder({
    type: "differencing",
    parent: PARENT,
    virtualSize: after.size,
    room: changed.length * MIB,
  });
  const last = child.geometry.payloadIndex(Math.ceil(after.size / MIB) - 1);
  if (last * BAT_ENTRY_SIZE >= LOG_SECTOR) throw new Error("The disk is too large for this chain.");
  changed.forEach(({ block, bytes }, nth) => {
    child.store.write(child.data + nth * MIB, bytes);
    child.place(block, child.data / MIB + nth);
  });
  const sector = readUpTo(child.store, child.bat.offset, LOG_SECTOR);
  child.store.write(child.bat.offset, new Uint8Array(LOG_SECTOR));
  child.setHeaders({ logGuid: LOG_GUID });
  child.addLogEntry(0, {
    writes: [{ fileOffset: child.bat.offset, sector }],
    lastFileOffset: BigInt(child.store.size),
    flushedFileOffset: BigInt(child.store.size),
  });
  return child;
}

const [kind = "", first = "", second = "", folder = ""] = process.argv.slice(2);
await loadCrc32c();
if (kind === "stored") {
  const make = VOLUMES[first];
  if (make === undefined) throw new Error(`There is no file system ${first}.`);
  save(diskOf(make()).store, second);
} else if (kind === "raw") save(diskOf(rawDisk(first)).store, second);
else if (kind === "chain") {
  const [before, after] = [rawDisk(first), rawDisk(second)];
  const parent = diskOf(before);
  parent.setHeaders({ dataWriteGuid: PARENT_GUID, fileWriteGuid: PARENT_GUID });
  save(parent.store, path.join(folder, "parent.vhdx"));
  save(dirtyChild(before, after).store, path.join(folder, "child.vhdx"));
} else throw new Error("stored, raw or chain?");
