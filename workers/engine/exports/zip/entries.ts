import { createCRC32 } from "hash-wasm";
import type { ReadableStore } from "../../../store/store.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { readInOrder } from "../../jobs/pipelined.ts";
import type { ZipEntry } from "./zip.ts";

/** A CRC-32 in the making. */
export interface Crc32 {
  update(bytes: Uint8Array): void;
  value(): number;
}

/** Starts a CRC-32 as zip archives have it, which is another than the CRC-32C of a VHDX. */
export async function startCrc32(): Promise<Crc32> {
  const hasher = await createCRC32();
  return { update: (bytes) => void hasher.update(bytes), value: () => Number.parseInt(hasher.digest(), 16) };
}

/** A short text as a file. */
export async function textEntry(name: string, text: string, mode: number): Promise<ZipEntry> {
  const bytes = new TextEncoder().encode(text);
  const crc32 = await startCrc32();
  crc32.update(bytes);
  return { name, mode, crc32: crc32.value(), content: [{ kind: "bytes", bytes }] };
}

/**
 * All of a store as a file; reads it once for its checksum.
 *
 * @throws VhdxError `cancelled`, and whatever the store throws.
 */
export async function storeEntry(
  name: string,
  store: ReadableStore,
  mode: number,
  job: JobContext,
): Promise<ZipEntry> {
  const crc32 = await startCrc32();
  let done = 0;
  for await (const chunk of readInOrder(store, 0, store.size, job)) {
    crc32.update(chunk);
    done += chunk.length;
    job.progress(done, store.size);
    await job.checkpoint();
  }
  return {
    name,
    mode,
    crc32: crc32.value(),
    content: [{ kind: "store", store, offset: 0, length: store.size }],
  };
}
