import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode } from "../../bytes/struct.ts";
import { logEntryHeader } from "../structs/log.ts";
import { LOG_SECTOR } from "../../shared/geometry.ts";
import type { LogEntry } from "./entry.ts";
import { activeSequence, entriesBeforeTail } from "./sequence.ts";

/** A whole entry; offset, length and tail in sectors. */
interface Placed {
  readonly at: number;
  readonly length: number;
  readonly tail: number;
  readonly sequence: number;
}

const blank = decode(logEntryHeader, new Uint8Array(logEntryHeader.size));

function mapOf(placed: readonly Placed[]): ReadonlyMap<number, LogEntry> {
  return new Map(
    placed.map(({ at, length, tail, sequence }) => {
      const offset = at * LOG_SECTOR;
      const entryLength = length * LOG_SECTOR;
      const header = { ...blank, entryLength, tail: tail * LOG_SECTOR, sequenceNumber: BigInt(sequence) };
      return [offset, { offset, header, flaw: null, dataDescriptors: 0, zeroDescriptors: 0 }];
    }),
  );
}

/** The search of MS-VHDX 2.3.3, step by step, sector by sector. */
function plainSearch(entries: ReadonlyMap<number, LogEntry>, logLength: number): readonly LogEntry[] {
  let best: readonly LogEntry[] = [];
  for (let tail = 0; ;) {
    const run: LogEntry[] = [];
    let head = tail;
    let used = 0;
    for (;;) {
      const entry = entries.get(head);
      const last = run.at(-1);
      if (entry === undefined || used + entry.header.entryLength > logLength) break;
      if (last !== undefined && entry.header.sequenceNumber !== last.header.sequenceNumber + 1n) break;
      run.push(entry);
      used += entry.header.entryLength;
      head = (head + entry.header.entryLength) % logLength;
    }
    const last = run.at(-1);
    const from = run.findIndex((entry) => entry.offset === last?.header.tail);
    const bestHead = best.at(-1)?.header.sequenceNumber ?? 0n;
    if (last !== undefined && from >= 0 && last.header.sequenceNumber > bestHead) best = run.slice(from);
    const next = from >= 0 ? head : (tail + LOG_SECTOR) % logLength;
    if (next <= tail) return best;
    tail = next;
  }
}

const RING = 12;
const search = (placed: readonly Placed[], ring = RING) =>
  activeSequence(mapOf(placed), ring * LOG_SECTOR) ?? [];
const numbers = (entries: readonly LogEntry[]) => entries.map(({ header }) => Number(header.sequenceNumber));

/** A ring written as a log is: entries one behind the other with rising numbers, older rounds left in between. */
const ring = fc
  .array(
    fc.record({
      length: fc.integer({ min: 1, max: 4 }),
      gap: fc.constantFrom(0, 0, 0, 1, 2),
      back: fc.nat(4),
      jump: fc.constantFrom(1, 1, 1, 1, 0, 2, -3),
    }),
    { maxLength: 14 },
  )
  .map((written) => {
    const placed = new Map<number, Placed>();
    const starts: number[] = [];
    let at = 0;
    let sequence = 100;
    for (const { length, gap, back, jump } of written) {
      at = (at + gap) % RING;
      sequence += jump;
      starts.push(at);
      const tail = starts.at(-1 - Math.min(back, starts.length - 1)) ?? at;
      placed.set(at, { at, length, tail, sequence });
      at = (at + length) % RING;
    }
    return [...placed.values()];
  });

describe("the active sequence", () => {
  it("is the one that the specification's search finds, in any ring", () => {
    const anywhere = fc.record({
      at: fc.nat(RING - 1),
      length: fc.integer({ min: 1, max: 5 }),
      tail: fc.nat(RING - 1),
      sequence: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.oneof(ring, fc.array(anywhere, { maxLength: 12 })), (placed) => {
        const entries = mapOf(placed);
        const length = RING * LOG_SECTOR;
        expect(activeSequence(entries, length)).toEqual(plainSearch(entries, length));
      }),
      { numRuns: 5000 },
    );
  });

  it("ends where one sequence fills the whole ring, wherever it starts", () => {
    for (let start = 0; start < RING; start++) {
      const placed = Array.from({ length: RING }, (_, nth) => {
        return { at: (start + nth) % RING, length: 1, tail: start, sequence: 100 + nth };
      });
      expect(numbers(search(placed))).toEqual(Array.from({ length: RING }, (_, nth) => 100 + nth));
    }
  });

  it("is found although the scan meets its second half first", () => {
    const placed = [
      { at: 8, length: 2, tail: 8, sequence: 10 },
      { at: 10, length: 2, tail: 8, sequence: 11 },
      { at: 0, length: 3, tail: 8, sequence: 12 },
    ];
    expect(numbers(search(placed))).toEqual([10, 11, 12]);
  });

  it("may lie inside a run whose head's tail is not there: the next try is one sector on, not behind it", () => {
    const placed = [
      { at: 0, length: 2, tail: 0, sequence: 5 },
      // Its sector 3 starts an entry of its own.
      { at: 2, length: 4, tail: 9, sequence: 6 },
      { at: 3, length: 1, tail: 3, sequence: 4 },
    ];
    expect(numbers(search(placed))).toEqual([4]);
  });

  it("is the one whose last entry has the greatest number, not whose first has", () => {
    const placed = [
      { at: 0, length: 1, tail: 0, sequence: 3 },
      { at: 1, length: 1, tail: 0, sequence: 4 },
      { at: 2, length: 1, tail: 0, sequence: 5 },
      { at: 5, length: 1, tail: 5, sequence: 4 },
    ];
    expect(numbers(search(placed))).toEqual([3, 4, 5]);
  });

  it("keeps the first of two with equal heads, as the search asks for a greater one", () => {
    const placed = [
      { at: 1, length: 1, tail: 1, sequence: 4 },
      { at: 5, length: 2, tail: 5, sequence: 4 },
    ];
    expect(search(placed).map(({ offset }) => offset / LOG_SECTOR)).toEqual([1]);
  });

  it("takes no entry that does not follow by exactly one, the second included", () => {
    const placed = [
      { at: 0, length: 1, tail: 0, sequence: 100 },
      { at: 1, length: 1, tail: 1, sequence: 50 },
      { at: 2, length: 1, tail: 2, sequence: 102 },
    ];
    expect(numbers(search(placed))).toEqual([102]);
  });

  it("starts at the head's tail: what came before is in its place", () => {
    const placed = [1, 2, 3, 4].map((sequence) => ({ at: sequence, length: 1, tail: 3, sequence }));
    const active = search(placed);
    expect(numbers(active)).toEqual([3, 4]);
    const before = entriesBeforeTail(active, mapOf(placed), RING * LOG_SECTOR);
    expect(numbers([...before])).toEqual([2, 1]);
  });

  it("is none where every tail points to where no entry of the run starts", () => {
    expect(search([{ at: 0, length: 2, tail: 1, sequence: 5 }])).toEqual([]);
    expect(search([])).toEqual([]);
  });

  it("takes sequence numbers of all 64 bits", () => {
    const huge = 4371089312299158167n;
    const entries = new Map(
      [huge, huge + 1n].map((sequenceNumber, nth) => {
        const offset = nth * LOG_SECTOR;
        const header = { ...blank, entryLength: LOG_SECTOR, tail: 0, sequenceNumber };
        return [offset, { offset, header, flaw: null, dataDescriptors: 0, zeroDescriptors: 0 }];
      }),
    );
    expect(activeSequence(entries, RING * LOG_SECTOR)?.length).toBe(2);
  });
});

describe("entries before the tail", () => {
  it("end where the numbers do, and never go round for ever", () => {
    const placed = [
      { at: 0, length: 1, tail: 0, sequence: 7 },
      { at: 1, length: 1, tail: 1, sequence: 9 },
      { at: 2, length: 1, tail: 2, sequence: 10 },
    ];
    const entries = mapOf(placed);
    const tail = [...entries.values()].slice(2);
    expect(numbers([...entriesBeforeTail(tail, entries, RING * LOG_SECTOR)])).toEqual([9]);
  });
});
