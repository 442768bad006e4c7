import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { OverlayStore } from "../../store/overlay-store.ts";
import { HEADER_OFFSETS } from "../headers/header-section.ts";
import { readHeaders } from "../headers/headers.ts";
import { readStructures } from "../image.ts";
import { scanLog } from "../log/scan.ts";
import { createImage } from "./create.ts";
import { hyperVDefaults } from "./create-options.ts";
import { writeMetadata } from "./metadata-writer.ts";

beforeAll(loadCrc32c);

function made(): MemoryStore {
  const store = new MemoryStore();
  runSteps(createImage(store, hyperVDefaults(64 * MIB)));
  return store;
}

const bytesAt = (store: MemoryStore | OverlayStore, offset: number, length: number) => {
  const bytes = new Uint8Array(length);
  store.read(offset, bytes);
  return bytes;
};

describe("metadata through the log", () => {
  it("puts the bytes in their place, through an entry of the log, and leaves the log empty", () => {
    const store = made();
    const { regions } = readStructures(store, readHeaders(store).log);
    const bat = regions.bat?.offset ?? 0;
    const before = readHeaders(store).active?.values;
    const changed = new OverlayStore(store);
    changed.write(bat + 3, Uint8Array.of(1, 2, 3));
    changed.write(bat + 9000, Uint8Array.of(9));
    writeMetadata(store, changed);

    expect(bytesAt(store, bat, 16384)).toEqual(bytesAt(changed, bat, 16384));
    const headers = readHeaders(store);
    expect(headers.dirty).toBe(false);
    expect(headers.active?.values.dataWriteGuid).not.toBe(before?.dataWriteGuid);
    expect(headers.active?.values.fileWriteGuid).not.toBe(before?.fileWriteGuid);
    const { entries } = runSteps(scanLog(store, headers, headers.log ?? { offset: 0, length: 0 }));
    expect(entries.map(({ entry }) => entry.dataDescriptors)).toEqual([0, 2]);
  });

  it("writes a header as it is: headers are never logged", () => {
    const store = made();
    const changed = new OverlayStore(store);
    changed.write(HEADER_OFFSETS[0] + 100, Uint8Array.of(7));
    writeMetadata(store, changed);
    expect(bytesAt(store, HEADER_OFFSETS[0] + 100, 1)).toEqual(Uint8Array.of(7));
    expect(readHeaders(store).copies[0].valid).toBe(false);
  });

  it("writes in place to a file without a valid header", () => {
    const store = made();
    for (const offset of HEADER_OFFSETS) store.write(offset, new Uint8Array(4));
    const changed = new OverlayStore(store);
    changed.write(3 * MIB, Uint8Array.of(5));
    writeMetadata(store, changed);
    expect(bytesAt(store, 3 * MIB, 1)).toEqual(Uint8Array.of(5));
  });
});
