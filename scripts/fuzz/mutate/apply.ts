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
import type { Base, BaseFile } from "../bases/base.ts";
import { updateChecksums } from "./checksums.ts";
import type { EntryWrite, Mutant, Mutation } from "./mutation.ts";

/** A file of a mutant. */
export interface MutantFile {
  readonly name: string;
  readonly overlay: OverlayStore;
}

/** A mutant, ready to be opened. */
export interface Made {
  /** As in the base, the image first; null where a file is not open. */
  readonly files: readonly [MutantFile, ...(MutantFile | null)[]];
  /** Parents that the user picks, by child. */
  readonly picks: ReadonlyMap<number, number | null>;
}

function logWrite(base: BaseFile, write: EntryWrite): LogWrite {
  const fileOffset = BigInt(write.at);
  if (write.kind === "zeros") return { fileOffset, zeros: BigInt(write.length) };
  if (write.kind === "fill") return { fileOffset, sector: sectorOf(write.byte) };
  const sector = sectorOf(0);
  sector.set(readUpTo(base.store, write.from, LOG_SECTOR));
  return { fileOffset, sector };
}

function applyEntry(
  overlay: OverlayStore,
  base: BaseFile,
  mutation: Extract<Mutation, { kind: "entry" }>,
): void {
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

/** Applies the mutations of one file over its base. */
function applyTo(base: Base, nth: number, { mutations, mend }: Mutant): OverlayStore {
  const file = base.files[nth];
  if (file === undefined) throw new Error(`${base.name} has no file ${nth}`);
  const overlay = new OverlayStore(file.store);
  const touched = new IntervalSet();
  const write = (offset: number, bytes: Uint8Array) => {
    overlay.write(offset, bytes);
    touched.add(offset, offset + bytes.length);
  };
  let size: number | null = null;
  for (const mutation of mutations) {
    if (mutation.kind === "pick" || (mutation.file ?? 0) !== nth) continue;
    if (mutation.kind === "write") write(mutation.offset, bytesFromHex(mutation.hex));
    else if (mutation.kind === "fill")
      write(mutation.offset, new Uint8Array(mutation.length).fill(mutation.byte));
    else if (mutation.kind === "copy") {
      const { store } = base.files[mutation.source ?? nth] ?? file;
      write(mutation.to, readUpTo(store, mutation.from, mutation.length));
    } else if (mutation.kind === "size") size = mutation.size;
    else if (mutation.kind === "entry") applyEntry(overlay, file, mutation);
  }
  if (mend) updateChecksums(overlay, file, touched);
  // Last, so that no write past the new end makes the file grow again.
  if (size !== null) overlay.truncate(size);
  return overlay;
}

/** Makes a mutant over its base. The base stays unchanged. */
export function applyMutant(base: Base, mutant: Mutant): Made {
  const picks = new Map<number, number | null>();
  const names = new Map<number, string>();
  const closed = new Set<number>();
  for (const mutation of mutant.mutations) {
    if (mutation.kind === "pick") picks.set(mutation.child, mutation.parent);
    else if (mutation.kind === "name") names.set(mutation.file, mutation.name);
    else if (mutation.kind === "close") closed.add(mutation.file);
  }
  const made = ({ name }: BaseFile, nth: number): MutantFile => ({
    name: names.get(nth) ?? name,
    overlay: applyTo(base, nth, mutant),
  });
  const [first, ...more] = base.files;
  const others = more.map((file, nth) => (closed.has(nth + 1) ? null : made(file, nth + 1)));
  return { files: [made(first, 0), ...others], picks };
}
