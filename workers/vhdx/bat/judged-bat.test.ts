import * as fc from "fast-check";
import { expect, it } from "vitest";
import { IntervalSet } from "../../bytes/intervals.ts";
import { GIB, MIB, TIB } from "../../shared/numbers.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { Bat } from "./bat.ts";
import { BatCheck, type BatCheckResult } from "./bat-check.ts";
import { highOf, lowOf } from "./bat-bits.ts";
import { BAT_ENTRY_SIZE, Geometry } from "../../shared/geometry.ts";
import { JudgedBat } from "./judged-bat.ts";
import { listed } from "../../testing/words.ts";
import { STRUCTURES } from "../../testing/vhdx/check-entries.ts";

const structures = new IntervalSet();
structures.add(0, STRUCTURES);
// A region amid the blocks.
structures.add(40, 42);

/** A table in memory, and what a check of all of it says. */
class Table {
  readonly geometry: Geometry;
  readonly #store: MemoryStore;
  fileSize: number;

  constructor(geometry: Geometry, fileSize: number) {
    this.geometry = geometry;
    this.#store = new MemoryStore(geometry.batEntries * BAT_ENTRY_SIZE);
    this.fileSize = fileSize;
  }

  get bat(): Bat {
    return new Bat(this.#store, this.geometry, 0, GIB);
  }

  raw(index: number) {
    return { index, ...this.bat.halves(index) };
  }

  set({ index, state, mib, reserved }: Change): void {
    const words = Uint32Array.of(lowOf(state, mib) | (reserved << 3), highOf(mib));
    this.#store.write(index * BAT_ENTRY_SIZE, new Uint8Array(words.buffer));
  }

  check(): BatCheck {
    const check = new BatCheck(this.bat, this.fileSize, structures, "fixed");
    const bytes = new Uint8Array(this.bat.byteLength);
    this.#store.read(0, bytes);
    check.feed(new Uint32Array(bytes.buffer));
    return check;
  }
}

interface Change {
  readonly index: number;
  readonly state: number;
  readonly mib: number;
  readonly reserved: number;
}

/** Plain, for a result may have a getter in place of a field. */
const plain = (result: BatCheckResult) => ({
  ...result,
  owners: listed(result.owners),
  named: [...result.named.gaps(0, 400)],
  counts: Object.fromEntries(result.counts),
});

function judged(table: Table): JudgedBat {
  const { basis } = table.check();
  if (basis === null) throw new Error("A table of this size has a basis.");
  return new JudgedBat(basis);
}

const blockSizes = fc.constantFrom(MIB, 2 * MIB, 32 * MIB, 256 * MIB);
/** Some step ends inside of a MiB. */
const fileSize = fc.integer({ min: STRUCTURES * 4, max: 300 * 4 }).map((quarters) => (quarters * MIB) / 4);
const disk = fc
  .record({ blockSize: blockSizes, blocks: fc.integer({ min: 1, max: 40 }), differencing: fc.boolean() })
  .map(
    ({ blockSize, blocks, differencing }) =>
      new Geometry({
        // The last block is not whole.
        virtualSize: blocks * blockSize - 512,
        blockSize,
        logicalSectorSize: 512,
        differencing,
      }),
  );
const change = (batEntries: number) =>
  fc.record({
    index: fc.nat(Math.min(batEntries, 6000) - 1),
    state: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 6, 6, 6, 7, 7),
    mib: fc.oneof(fc.nat(60), fc.nat(320), fc.constant(2 ** 43)),
    reserved: fc.constantFrom(0, 0, 0, 0, 9),
  });
const history = disk.chain((geometry) => {
  const { batEntries, chunkRatio } = geometry;
  // Nearly all entries of a chunk of small blocks are padding; its bitmap's is among those that change.
  const bitmap = Math.min(chunkRatio, batEntries - 1);
  const changes = fc.array(
    fc.oneof({ weight: 6, arbitrary: change(Math.min(batEntries, 40)) }, change(batEntries), {
      weight: 2,
      arbitrary: change(batEntries).map((each) => ({ ...each, index: bitmap })),
    }),
    { maxLength: 8 },
  );
  const step = fc.record({ changes, size: fc.option(fileSize, { nil: null }) });
  return fc.record({
    geometry: fc.constant(geometry),
    first: fc.array(change(Math.min(batEntries, 40)), { maxLength: 40 }),
    size: fileSize,
    steps: fc.array(step, { minLength: 1, maxLength: 8 }),
  });
});

it("says after each change what a check of the whole table says", () => {
  fc.assert(
    fc.property(history, ({ geometry, first, size, steps }) => {
      const table = new Table(geometry, size);
      for (const each of first) table.set(each);
      const bat = judged(table);
      const atFirst = plain(table.check().result());
      for (const { changes, size: next } of steps) {
        const before = new Map(changes.map(({ index }) => [index, table.raw(index)]));
        for (const each of changes) table.set(each);
        table.fileSize = next ?? table.fileSize;
        const changed = [...before.values()].map((each) => ({ before: each, after: table.raw(each.index) }));
        expect(bat.update(table.bat, table.fileSize, changed)).toBe(true);
        expect(plain(bat.result)).toEqual(plain(table.check().result()));
      }
      // What it began with is another layer's.
      const again = new Table(geometry, size);
      for (const each of first) again.set(each);
      expect(plain(again.check().result())).toEqual(atFirst);
    }),
    { numRuns: 400 },
  );
});

it("leaves the check that it goes on from as it was", () => {
  const geometry = new Geometry({
    virtualSize: 16 * MIB,
    blockSize: MIB,
    logicalSectorSize: 512,
    differencing: false,
  });
  const table = new Table(geometry, 30 * MIB);
  table.set({ index: 0, state: 6, mib: 10, reserved: 0 });
  table.set({ index: 1, state: 6, mib: 10, reserved: 0 });
  const check = table.check();
  const before = plain(check.result());
  const { basis } = check;
  if (basis === null) return expect.fail("no basis");
  const bat = new JudgedBat(basis);
  const old = table.raw(0);
  table.set({ index: 0, state: 6, mib: 11, reserved: 0 });
  bat.update(table.bat, 40 * MIB, [{ before: old, after: table.raw(0) }]);
  expect(bat.result.owners?.at(11)).toBe(1);
  expect(bat.result.findings.map(({ code }) => code)).toEqual(["fixed-not-allocated"]);
  expect(plain(check.result())).toEqual(before);
  return undefined;
});

it("gives up where a file grows so long that no owners are kept", () => {
  const geometry = new Geometry({
    virtualSize: 16 * MIB,
    blockSize: MIB,
    logicalSectorSize: 512,
    differencing: false,
  });
  expect(judged(new Table(geometry, 30 * MIB)).update(new Table(geometry, 0).bat, 69 * TIB, [])).toBe(false);
});
