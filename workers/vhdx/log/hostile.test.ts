import { describe, expect, it } from "vitest";
import { FULL } from "../../../e2e/support/full.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { GIB, MIB } from "../../shared/numbers.ts";
import { decode } from "../../bytes/struct.ts";
import { runSteps } from "../../bytes/steps.ts";
import { readBulkSync, type ReadableStore } from "../../store/store.ts";
import { readHeaders } from "../headers/headers.ts";
import type { LogPlace } from "../headers/log-place.ts";
import { logEntryHeader } from "../structs/log.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import { ImageBuilder, LOG_GUID } from "../../testing/vhdx/image-builder.ts";
import { logEntryBytes, type LogEntryOptions } from "../../testing/vhdx/log-builder.ts";
import type { LogEntry } from "./entry.ts";
import { ReplayedStore } from "./replay.ts";
import { scanLog } from "./scan.ts";
import { activeSequence } from "./sequence.ts";

await loadCrc32c();

/** The quick run's is shorter, and still has twice as many sectors as entries are listed. */
const LONG = FULL ? GIB : GIB / 4;
const LISTED = 32_768;

const OTHER_GUID = "99999999-9999-4999-8999-999999999999";

/** An image whose log has one and the same sector everywhere: a gigabyte of it costs no memory. */
class RepeatedLog implements ReadableStore {
  readonly #base: ReadableStore;
  readonly #place: LogPlace;
  readonly #sector: Uint8Array;
  readonly #last: Uint8Array;

  constructor(base: ReadableStore, place: LogPlace, sector: Uint8Array, last = sector) {
    this.#base = base;
    this.#place = place;
    this.#sector = sector;
    this.#last = last;
  }

  get size(): number {
    return this.#base.size;
  }

  read(offset: number, into: Uint8Array): void {
    this.#base.read(offset, into);
    const start = Math.max(offset, this.#place.offset);
    const end = Math.min(offset + into.length, this.#place.offset + this.#place.length);
    for (let at = start - (start % LOG_SECTOR); at < end; at += LOG_SECTOR) {
      const isLast = at + LOG_SECTOR === this.#place.offset + this.#place.length;
      const from = Math.max(at, start);
      const to = Math.min(at + LOG_SECTOR, end);
      into.set((isLast ? this.#last : this.#sector).subarray(from - at, to - at), from - offset);
    }
  }

  readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBulkSync(this, offset, length);
  }
}

/** Scans a dirty log in which every sector starts like the given entry; the last one may be another. */
function scanRepeated(logLength: number, sector: LogEntryOptions, last?: LogEntryOptions) {
  const image = new ImageBuilder({ logLength });
  image.setHeaders({ logGuid: LOG_GUID });
  const first = (options: LogEntryOptions) =>
    logEntryBytes({ logGuid: LOG_GUID, ...options }).subarray(0, LOG_SECTOR);
  const store = new RepeatedLog(image.store, image.log, first(sector), last && first(last));
  const found = runSteps(scanLog(store, readHeaders(store), image.log));
  return { ...found, codes: found.findings.map(({ code }) => code) };
}

describe("a log made to be slow", () => {
  it("of many sectors with a torn entry in each is listed in part, and the rest is counted", () => {
    const found = scanRepeated(LONG, { entryLength: 0 });
    expect(found.codes).toEqual(["log-no-valid-sequence", "log-torn-entries", "log-entries-omitted"]);
    expect(found.entries).toHaveLength(LISTED);
    const more = (LONG / LOG_SECTOR - LISTED).toLocaleString("en");
    expect(found.findings.at(-1)?.message).toContain(`${more} more log entries`);
  });

  it("of many sectors with an entry of an earlier log in every sector does not hide the one that counts", () => {
    const last = { sequenceNumber: 7n, tail: LONG - LOG_SECTOR };
    const found = scanRepeated(LONG, { logGuid: OTHER_GUID }, last);
    expect(found.codes).toEqual([
      "log-needs-replay",
      "log-replay-changes-nothing",
      "log-stale-entries",
      "log-entries-omitted",
    ]);
    expect(found.active.map(({ offset }) => offset)).toEqual([LONG - LOG_SECTOR]);
  });

  it("of overlapping entries of an earlier log does not hide the one that counts", () => {
    const entryLength = MIB - LOG_SECTOR;
    const last = { sequenceNumber: 7n, tail: MIB - LOG_SECTOR };
    const found = scanRepeated(MIB, { logGuid: OTHER_GUID, entryLength }, last);
    expect(found.replayable).toBe(true);
    expect(found.active.map(({ offset }) => offset)).toEqual([MIB - LOG_SECTOR]);
    expect(found.codes).toContain("log-entries-omitted");
  });

  it("of its own entries that overlap is given up", () => {
    const found = scanRepeated(MIB, { entryLength: MIB - LOG_SECTOR });
    expect(found.codes).toContain("log-too-complex");
    expect(found.replayable).toBe(false);
    expect(found.entries.length).toBeLessThan(20);
  });

  it("of a GiB with an entry of its own in every sector is given up", () => {
    const found = scanRepeated(GIB, { sequenceNumber: 7n, tail: 0 });
    expect(found.codes).toEqual(["log-too-complex"]);
    expect(found.replayable).toBe(false);
  });

  it("of an entry as long as the ring lets a cancel in while it is checked", () => {
    const image = new ImageBuilder({ logLength: 64 * MIB });
    image.setHeaders({ logGuid: LOG_GUID });
    const scanned = () => [...scanLog(image.store, readHeaders(image.store), image.log)].length;
    const without = scanned();
    image.addLogEntry(0, { sequenceNumber: 7n, tail: 0, padding: (64 * MIB) / LOG_SECTOR - 2 });
    expect(scanned()).toBeGreaterThanOrEqual(without + 63);
  });

  it("of headers with impossible lengths costs nothing to refuse", () => {
    const last = { sequenceNumber: 7n, tail: MIB - LOG_SECTOR };
    expect(scanRepeated(MIB, { entryLength: 0xffff_ffff }, last).replayable).toBe(true);
  });

  it("of runs that go round the ring into each other is given up", () => {
    // Three interleaved chains, each entry over the next two: every start gives another run as long as the ring.
    const sectors = 16_384;
    const header = decode(logEntryHeader, new Uint8Array(logEntryHeader.size));
    const entries = new Map<number, LogEntry>();
    for (let nth = 0, at = 0; nth < sectors; nth++, at = (at + 3) % sectors) {
      const offset = at * LOG_SECTOR;
      const own = { ...header, entryLength: 3 * LOG_SECTOR, tail: 1, sequenceNumber: BigInt(nth + 1) };
      entries.set(offset, { offset, header: own, flaw: null, dataDescriptors: 0, zeroDescriptors: 0 });
    }
    expect(activeSequence(entries, sectors * LOG_SECTOR)).toBeNull();
  });
});

describe("a replay made to be slow", () => {
  it("of more than a million writes is refused", () => {
    const image = new ImageBuilder({ logLength: 64 * MIB });
    image.setHeaders({ logGuid: LOG_GUID });
    const zeros = Array.from({ length: 600_000 }, () => ({
      fileOffset: image.bat.offset,
      zeros: LOG_SECTOR,
    }));
    image.addLogEntry(0, { sequenceNumber: 5n, tail: 0, writes: zeros });
    const second = Math.ceil((64 + 32 * zeros.length) / LOG_SECTOR) * LOG_SECTOR;
    image.addLogEntry(second, { sequenceNumber: 6n, tail: 0, writes: zeros });
    const found = runSteps(scanLog(image.store, readHeaders(image.store), image.log));
    expect(found.findings.map(({ code }) => code)).toEqual(["log-too-complex"]);
    expect(found.replayable).toBe(false);
  });

  it("of as many runs of zeros as a log of 4 MiB holds, one inside the other, over data, ends", () => {
    const image = new ImageBuilder({ logLength: 4 * MIB });
    image.setHeaders({ logGuid: LOG_GUID });
    const room = 120 * LOG_SECTOR;
    const data = Array.from({ length: 100 }, (_, nth) => ({
      fileOffset: image.bat.offset + nth * LOG_SECTOR,
      sector: new Uint8Array(LOG_SECTOR).fill(7),
    }));
    const zeros = Array.from({ length: 110_000 }, (_, nth) => {
      const start = Math.floor((nth * 7919) % 60) * LOG_SECTOR;
      return { fileOffset: image.bat.offset + start, zeros: room - 2 * start };
    });
    image.addLogEntry(0, { sequenceNumber: 5n, tail: 0, writes: [...data, ...zeros] });
    const found = runSteps(scanLog(image.store, readHeaders(image.store), image.log));
    expect(found.replayable).toBe(true);
    const store = runSteps(ReplayedStore.replay(image.store, found.ring, found.active));
    const stored = new Uint8Array(room);
    store.read(image.bat.offset, stored);
    expect(stored.every((byte) => byte === 0)).toBe(true);
    expect([...store.writtenRuns()]).toEqual([{ start: image.bat.offset, end: image.bat.offset + room }]);
  });
});
