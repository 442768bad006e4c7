import { bytesFromHex } from "./hex.ts";
import { IntervalSet } from "../../../workers/bytes/intervals.ts";
import { OverlayStore } from "../../../workers/store/overlay-store.ts";
import { readUpTo } from "../../../workers/store/store.ts";
import { LOG_SECTOR } from "../../../workers/shared/geometry.ts";
import { LOG_GUID } from "../../../workers/testing/vhdx/image-builder.ts";
import {
  logEntryBytes,
  type LogWrite,
  sectorOf,
  writeInRing,
} from "../../../workers/testing/vhdx/log-builder.ts";
import type { Base } from "../base.ts";
import { mendChecksums } from "./mend.ts";
import type { EntryWrite, Mutant, Mutation } from "./mutation.ts";

function logWrite(base: Base, write: EntryWrite): LogWrite {
  const fileOffset = BigInt(write.at);
  if (write.kind === "zeros") return { fileOffset, zeros: BigInt(write.length) };
  if (write.kind === "fill") return { fileOffset, sector: sectorOf(write.byte) };
  const sector = sectorOf(0);
  sector.set(readUpTo(base.store, write.from, LOG_SECTOR));
  return { fileOffset, sector };
}

function applyEntry(overlay: OverlayStore, base: Base, mutation: Extract<Mutation, { kind: "entry" }>): void {
  const { log } = base;
  if (log === null) return;
  const bytes = logEntryBytes({
    logGuid: LOG_GUID,
    sequenceNumber: BigInt(mutation.sequenceNumber),
    tail: mutation.tail,
    flushedFileOffset: BigInt(mutation.flushedFileOffset),
    lastFileOffset: BigInt(mutation.lastFileOffset),
    writes: mutation.writes.map((write) => logWrite(base, write)),
  });
  if (bytes.length <= log.length) writeInRing(overlay, log, mutation.logOffset, bytes);
}

/** Makes a mutant over its base, which is not touched. */
export function applyMutant(base: Base, { mutations, mend }: Mutant): OverlayStore {
  const overlay = new OverlayStore(base.store);
  const touched = new IntervalSet();
  const write = (offset: number, bytes: Uint8Array) => {
    overlay.write(offset, bytes);
    touched.add(offset, offset + bytes.length);
  };
  let size: number | null = null;
  for (const mutation of mutations) {
    if (mutation.kind === "write") write(mutation.offset, bytesFromHex(mutation.hex));
    else if (mutation.kind === "copy")
      write(mutation.to, readUpTo(base.store, mutation.from, mutation.length));
    else if (mutation.kind === "size") size = mutation.size;
    else applyEntry(overlay, base, mutation);
  }
  if (mend) mendChecksums(overlay, base, touched);
  // Last, so that nothing that was written past the new end makes the file grow again.
  if (size !== null) overlay.truncate(size);
  return overlay;
}
