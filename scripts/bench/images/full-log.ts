import { randomGuid } from "../../../workers/shared/guid.ts";
import { GIB, MIB } from "../../../workers/shared/numbers.ts";
import { runSteps } from "../../../workers/bytes/steps.ts";
import { highOf, lowOf } from "../../../workers/vhdx/bat/bat-bits.ts";
import { readHeaders } from "../../../workers/vhdx/headers/headers.ts";
import { readStructures } from "../../../workers/vhdx/image.ts";
import { FULLY_PRESENT, NOT_PRESENT } from "../../../workers/shared/bat-states.ts";
import { LOG_SECTOR } from "../../../workers/shared/geometry.ts";
import { createImage, newFileSize } from "../../../workers/vhdx/write/create.ts";
import { type CreateOptions, hyperVDefaults } from "../../../workers/vhdx/write/create-options.ts";
import { HeaderWriter } from "../../../workers/vhdx/write/header-writer.ts";
import { encodeLogEntry, type LogUpdate } from "../../../workers/vhdx/write/log-entry.ts";
import { NodeWritableStore } from "../../node-writable-store.ts";

/** Updates that fit in the first sector of an entry beside its header. */
const UPDATES_PER_ENTRY = 126;
/** Free sectors at the end of the log: with only one QEMU 7.2 searches for the first entry in an endless loop. */
const FREE_SECTORS = 2;
const SECTORS_PER_BLOCK = MIB / LOG_SECTOR;

export interface FullLog {
  readonly entries: number;
  /** Sectors of blocks that the log writes, from the start of the virtual disk on. */
  readonly dataSectors: number;
}

/** The bytes of a sector of the virtual disk after the replay: no two are the same. */
export function sectorOfDisk(sector: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(LOG_SECTOR / Uint32Array.BYTES_PER_ELEMENT);
  for (let at = 0; at < words.length; at++) words[at] = Math.imul(sector * words.length + at + 1, 0x9e3779b1);
  return new Uint8Array(words.buffer);
}

/**
 * Makes a dynamic disk of 1 GiB that crashed when its log was full. Its blocks of 1 MiB are all empty until the log is
 * replayed. Each entry writes some sectors of blocks, and the BAT sector that has their places.
 *
 * @param path an existing file is overwritten.
 * @param logSize bytes, a multiple of 1 MiB up to 256 MiB.
 */
export function makeFullLog(path: string, { logSize }: { readonly logSize: number }): FullLog {
  const options: CreateOptions = {
    ...hyperVDefaults(GIB),
    blockSize: MIB,
    logSize,
    blockState: NOT_PRESENT,
  };
  const store = new NodeWritableStore(path, "create", false);
  try {
    runSteps(createImage(store, options));
    const { active, log } = readHeaders(store);
    const { bat } = readStructures(store, log);
    if (active === null || log === null || bat === null) throw new Error("The new image is none.");
    const start = newFileSize(options);
    const place = { logGuid: randomGuid(), tail: 0 };
    const room = logSize / LOG_SECTOR - FREE_SECTORS;
    const lengths: number[] = [];
    for (let left = room; left > 2; left -= lengths.at(-1) ?? left)
      lengths.push(Math.min(left, 1 + UPDATES_PER_ENTRY));
    const dataSectors = lengths.reduce((sum, length) => sum + length - 2, 0);
    const end = start + Math.ceil(dataSectors / SECTORS_PER_BLOCK) * MIB;
    store.truncate(end);
    const table = new Uint32Array(LOG_SECTOR / Uint32Array.BYTES_PER_ELEMENT);
    let sector = 0;
    let logOffset = 0;
    for (const [nth, length] of lengths.entries()) {
      const updates: LogUpdate[] = [];
      for (const stop = sector + length - 2; sector < stop; sector++) {
        const mib = start / MIB + Math.floor(sector / SECTORS_PER_BLOCK);
        const at = 2 * bat.geometry.payloadIndex(Math.floor(sector / SECTORS_PER_BLOCK));
        table[at] = lowOf(FULLY_PRESENT, mib);
        table[at + 1] = highOf(mib);
        updates.push({ kind: "data", offset: start + sector * LOG_SECTOR, bytes: sectorOfDisk(sector) });
      }
      updates.push({ kind: "data", offset: bat.offset, bytes: new Uint8Array(table.slice().buffer) });
      const facts = { ...place, sequenceNumber: BigInt(nth + 1), flushedSize: end, lastOffset: end };
      const bytes = encodeLogEntry(facts, updates);
      store.write(log.offset + logOffset, bytes);
      logOffset += bytes.length;
    }
    new HeaderWriter(store, active, randomGuid).activateLog(place.logGuid);
    return { entries: lengths.length, dataSectors };
  } finally {
    store.close();
  }
}
