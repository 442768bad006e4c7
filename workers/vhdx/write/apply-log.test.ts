import { beforeAll, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { GIB } from "../../shared/numbers.ts";
import { RecordingStore } from "../../testing/store/recording-store.ts";
import type { ReadableStore } from "../../store/store.ts";
import { DIRTY_BASES } from "../../testing/vhdx/dirty-bases.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { openAfterCrash } from "../../testing/vhdx/judge.ts";
import { applyLog } from "./apply-log.ts";

beforeAll(loadCrc32c);

function bytes(store: ReadableStore, offset: number, length: number): Uint8Array {
  const into = new Uint8Array(length);
  store.read(offset, into);
  return into;
}

it.each(DIRTY_BASES)("writes what the replay shows: $name", ({ make }) => {
  const base = make();
  const before = openAfterCrash(base);
  const store = new RecordingStore(base);
  expect(applyLog(store)).toBe(true);
  const after = openAfterCrash(store);
  expect(store.size).toBe(before.layer.size);
  for (const { start, end } of before.replayed)
    expect(Buffer.compare(bytes(store, start, end - start), bytes(before.layer, start, end - start))).toBe(0);
  expect(after.headers.dirty).toBe(false);
  const [first, second] = after.headers.copies.map(({ values }) => values);
  expect(first?.fileWriteGuid).toBe(second?.fileWriteGuid);
  expect(first?.fileWriteGuid).not.toBe(before.headers.active?.values.fileWriteGuid);
  expect(first?.dataWriteGuid).toBe(before.headers.active?.values.dataWriteGuid);
});

it("does nothing where the log is empty", () => {
  const store = new RecordingStore(new ImageBuilder().store);
  expect(applyLog(store)).toBe(false);
  expect(store.recorded).toEqual([]);
});

it.each<[string, (builder: ImageBuilder) => void, string]>([
  ["no valid sequence", () => {}, "no valid sequence"],
  [
    "a target that is not the log's",
    (builder) => builder.addLogEntry(0, { writes: [{ fileOffset: 0, zeros: 4096 }] }),
    "writes over the file identifier",
  ],
  [
    "a file that was cut off",
    (builder) => builder.addLogEntry(0, { flushedFileOffset: 2n ** 40n }),
    "It was cut off",
  ],
])("refuses %s, and writes nothing", (_name, prepare, sentence) => {
  const builder = new ImageBuilder();
  prepare(builder);
  builder.setHeaders({ logGuid: LOG_GUID });
  const store = new RecordingStore(builder.store);
  expect(() => applyLog(store)).toThrow(sentence);
  expect(store.recorded).toEqual([]);
});

it("walks through no zeros behind the end of the file, and grows it all the same", () => {
  const builder = new ImageBuilder();
  const end = 2 ** 51;
  const writes = [{ fileOffset: builder.data, zeros: end - builder.data }];
  builder.addLogEntry(0, { writes, lastFileOffset: BigInt(end) });
  builder.setHeaders({ logGuid: LOG_GUID });
  const store = new RecordingStore(builder.store);
  const before = store.size;
  expect(applyLog(store)).toBe(true);
  expect(store.size).toBe(end);
  const written = [...store.writtenRuns()].map((run) => run.end);
  expect(Math.max(...written)).toBe(before);
});

it.each([
  ["terabytes", 2 ** 44, "writes 16 TiB of the file anew"],
  ["more than 2 GiB", 2 * GIB + 4096, "anew, more than can be done in one go"],
])("refuses zeros over %s of the file, and writes nothing", (_name, zeros, sentence) => {
  const builder = new ImageBuilder();
  builder.store.truncate(2 ** 45);
  builder.addLogEntry(0, { writes: [{ fileOffset: builder.data, zeros }], lastFileOffset: 2n ** 45n });
  builder.setHeaders({ logGuid: LOG_GUID });
  const store = new RecordingStore(builder.store);
  expect(() => applyLog(store)).toThrow(sentence);
  expect(store.recorded).toEqual([]);
});

it("refuses before the first write where the headers' sequence numbers don't last", () => {
  const builder = new ImageBuilder();
  builder.addLogEntry(0, {});
  builder.setHeaders({ logGuid: LOG_GUID, sequenceNumber: 2n ** 64n - 3n });
  const store = new RecordingStore(builder.store);
  expect(() => applyLog(store)).toThrow("sequence number");
  expect(store.recorded).toEqual([]);
});
