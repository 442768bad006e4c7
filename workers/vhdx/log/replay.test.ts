import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { bytesToHex } from "../../shared/text.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { readHeaders } from "../headers/headers.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { type LogWrite, sectorOf } from "../../testing/vhdx/log-builder.ts";
import { ReplayedStore } from "./replay.ts";
import { type LogScan, scanLog } from "./scan.ts";

await loadCrc32c();

/** Targets lie in a stretch that begins at a region table and ends past the end of the file. */
const FROM = 3 * MIB;
const SECTORS = 24;
const FILE_SIZE = FROM + 16 * LOG_SECTOR;

const sectorNumber = fc.nat(SECTORS - 1);
const write = fc.oneof(
  fc.tuple(sectorNumber, fc.integer({ min: 1, max: 255 })).map(([sector, value]): LogWrite => {
    return { fileOffset: FROM + sector * LOG_SECTOR, sector: sectorOf(value) };
  }),
  fc.tuple(sectorNumber, fc.nat(6)).map(([sector, length]): LogWrite => {
    const zeros = Math.min(length, SECTORS - sector) * LOG_SECTOR;
    return { fileOffset: FROM + sector * LOG_SECTOR, zeros };
  }),
);
const entries = fc.array(fc.array(write, { maxLength: 6 }), { minLength: 1, maxLength: 7 });

/** A file with old data in the stretch, and a log with one entry for each list of writes. */
function dirtyImage(all: readonly (readonly LogWrite[])[]): ImageBuilder {
  const image = new ImageBuilder({ room: 0 });
  image.fill(FROM, FILE_SIZE - FROM, 0xee);
  image.store.truncate(FILE_SIZE);
  image.setHeaders({ logGuid: LOG_GUID });
  let at = 0;
  for (const [nth, writes] of all.entries()) {
    const sectors = 1 + writes.filter((each) => "sector" in each).length;
    const lastFileOffset = BigInt(FROM + MIB);
    image.addLogEntry(at, { sequenceNumber: BigInt(nth + 1), tail: 0, writes, lastFileOffset });
    at += sectors * LOG_SECTOR;
  }
  return image;
}

function scan(image: ImageBuilder): LogScan {
  const headers = readHeaders(image.store);
  if (headers.log === null) throw new Error("the image has no log");
  return runSteps(scanLog(image.store, headers, headers.log));
}

const replayed = (image: ImageBuilder, { ring, active }: LogScan, upTo = active.length) =>
  runSteps(ReplayedStore.replay(image.store, ring, active.slice(0, upTo)));

/** The stretch after the first entries, written one after the other into a plain array. */
function model(all: readonly (readonly LogWrite[])[]): Uint8Array {
  const bytes = new Uint8Array(SECTORS * LOG_SECTOR);
  bytes.fill(0xee, 0, FILE_SIZE - FROM);
  for (const each of all.flat()) {
    const at = Number(each.fileOffset) - FROM;
    if ("sector" in each) bytes.set(each.sector, at);
    else bytes.fill(0, at, at + Number(each.zeros));
  }
  return bytes;
}

const readAll = (store: { size: number; read(offset: number, into: Uint8Array): void }) => {
  const bytes = new Uint8Array(SECTORS * LOG_SECTOR);
  store.read(FROM, bytes);
  return bytes;
};

describe("a replayed store", () => {
  it("counts the bytes of the log that it has gone through, from entry to entry, up to all of them", () => {
    const one = { fileOffset: FROM, sector: sectorOf(1) };
    const image = dirtyImage([[one], [one, one], [one]]);
    const { ring, active } = scan(image);
    const steps = [...ReplayedStore.replay(image.store, ring, active)];
    const sectors = [2, 5, 7];
    expect(steps).toEqual(sectors.map((done) => ({ done: done * LOG_SECTOR, total: 7 * LOG_SECTOR })));
  });

  it("holds what writing the entries one after the other gives, up to any of them", async () => {
    const property = fc.asyncProperty(entries, fc.nat(), fc.nat(), fc.nat(), async (all, a, b, c) => {
      const image = dirtyImage(all);
      const found = scan(image);
      expect(found.active).toHaveLength(all.length);
      const upTo = a % (all.length + 1);
      const store = replayed(image, found, upTo);
      expect(store.size).toBe(upTo === 0 ? FILE_SIZE : FROM + MIB);
      if (upTo === 0) return;
      const expected = model(all.slice(0, upTo));
      expect(bytesToHex(readAll(store))).toBe(bytesToHex(expected));

      // Any window of it, read either way.
      const from = b % expected.length;
      const length = c % Math.min(3 * LOG_SECTOR, expected.length - from);
      const window = new Uint8Array(length);
      store.read(FROM + from, window);
      expect(bytesToHex(window)).toBe(bytesToHex(expected.subarray(from, from + length)));
      expect(bytesToHex(await store.readBulk(FROM + from, length))).toBe(bytesToHex(window));
    });
    await expect(fc.assert(property, { numRuns: 150 })).resolves.toBeUndefined();
  });

  it("has the length that the last of its entries says, not one that an earlier entry said", () => {
    const image = dirtyImage([]);
    const ends = [50, 30, 40].map((mib) => mib * MIB);
    for (const [nth, end] of ends.entries())
      image.addLogEntry(nth * LOG_SECTOR, {
        sequenceNumber: BigInt(nth + 1),
        tail: 0,
        lastFileOffset: BigInt(end),
      });
    const found = scan(image);
    expect(found.active).toHaveLength(3);
    expect([1, 2, 3].map((upTo) => replayed(image, found, upTo).size)).toEqual(ends);
    expect(found.sizeAfterReplay).toBe(ends[2]);
  });

  it("names the runs that were written, and no byte beside them differs from the original", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const image = dirtyImage(all);
        const store = replayed(image, scan(image));
        const before = new Uint8Array(SECTORS * LOG_SECTOR);
        image.store.read(FROM, before.subarray(0, FILE_SIZE - FROM));
        const after = readAll(store);
        const written = new Set<number>();
        for (const { start, end } of store.writtenRuns())
          for (let at = start; at < end; at += LOG_SECTOR) written.add(at);
        const last = new Map<number, "data" | "zeros">();
        for (const each of all.flat()) {
          const sectors = "sector" in each ? 1 : Number(each.zeros) / LOG_SECTOR;
          for (let nth = 0; nth < sectors; nth++)
            last.set(Number(each.fileOffset) + nth * LOG_SECTOR, "sector" in each ? "data" : "zeros");
        }
        // Zeros behind the end of the file are growth like any other.
        const asked = [...last].filter(([at, kind]) => kind === "data" || at < FILE_SIZE).map(([at]) => at);
        expect([...written].toSorted((x, y) => x - y)).toEqual(asked.toSorted((x, y) => x - y));
        for (let at = 0; at < after.length; at++) {
          if (written.has(FROM + Math.floor(at / LOG_SECTOR) * LOG_SECTOR)) continue;
          if (after[at] !== before[at]) expect.fail(`byte ${at} changed`);
        }
        const changed = [...store.changedRuns()];
        const growth = changed.at(-1);
        expect(growth?.end).toBe(FROM + MIB);
        expect(growth?.start).toBeLessThanOrEqual(FILE_SIZE);
      }),
      { numRuns: 100 },
    );
  });

  it("puts the bytes that the descriptor keeps back around those of the data sector", () => {
    const sector = Uint8Array.from({ length: LOG_SECTOR }, (_, at) => (at * 7 + 3) & 0xff);
    const image = dirtyImage([[{ fileOffset: FROM, sector }]]);
    const stored = new Uint8Array(LOG_SECTOR);
    replayed(image, scan(image)).read(FROM, stored);
    expect(stored).toEqual(sector);
  });

  it("reads entries that go round the ring's end, down to a descriptor's own sector", () => {
    const image = new ImageBuilder();
    image.setHeaders({ logGuid: LOG_GUID });
    // 130 descriptors take two sectors: the second, and all data, lie at the ring's start.
    const writes = Array.from({ length: 130 }, (_, nth) => ({
      fileOffset: image.bat.offset + nth * LOG_SECTOR,
      sector: sectorOf(nth + 1),
    }));
    image.addLogEntry(image.log.length - LOG_SECTOR, { sequenceNumber: 9n, writes });
    const found = scan(image);
    expect(found.active).toHaveLength(1);
    const store = replayed(image, found);
    for (const [nth, { fileOffset, sector }] of writes.entries()) {
      const stored = new Uint8Array(LOG_SECTOR);
      store.read(fileOffset, stored);
      expect(bytesToHex(stored), `sector ${nth}`).toBe(bytesToHex(sector));
    }
  });

  it("does not touch the original, and is refused where it ends", () => {
    const image = dirtyImage([[{ fileOffset: FROM, sector: sectorOf(1) }]]);
    const bytes = new Uint8Array(FILE_SIZE);
    image.store.read(0, bytes);
    const store = replayed(image, scan(image));
    readAll(store);
    const after = new Uint8Array(FILE_SIZE);
    image.store.read(0, after);
    expect(bytesToHex(after)).toBe(bytesToHex(bytes));
    expect(() => store.read(store.size - 1, new Uint8Array(2))).toThrow(
      expect.objectContaining({ code: "out-of-range" }),
    );
  });

  it("is the original where no entry is applied", () => {
    const base = new MemoryStore(Uint8Array.of(1, 2, 3));
    const image = dirtyImage([[]]);
    const store = runSteps(ReplayedStore.replay(base, scan(image).ring, []));
    expect(store.size).toBe(3);
    expect([...store.changedRuns(), ...store.writtenRuns()]).toEqual([]);
  });
});
