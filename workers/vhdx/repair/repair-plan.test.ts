import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../../../e2e/support/full.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import type { MemoryStore } from "../../store/memory-store.ts";
import { MeteredStore } from "../../store/metered-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { type ManyFaults, manyFaults } from "../../testing/vhdx/many-faults.ts";
import { countedGuids, repairByPlan, repairOneByOne } from "../../testing/vhdx/one-by-one.ts";
import { FULLY_PRESENT, UNMAPPED } from "../../shared/bat-states.ts";
import { RepairPlan } from "./repair-plan.ts";
import { planRepairs } from "./plan.ts";
import { RepairState } from "./state.ts";

beforeAll(loadCrc32c);

function bytesOf(store: MemoryStore): Buffer {
  const bytes = new Uint8Array(store.size);
  store.read(0, bytes);
  return Buffer.from(bytes);
}

/** Repairs two copies of an image, and says what was made of the one by a single plan. */
function same(make: () => ImageBuilder): readonly string[] {
  const [one, other] = [make().store, make().store];
  const expected = repairOneByOne(one, countedGuids());
  const { made } = repairByPlan(other, countedGuids());
  expect(made).toEqual(expected);
  expect(Buffer.compare(bytesOf(other), bytesOf(one))).toBe(0);
  return made;
}

describe("one plan for many fixes comes to what a plan for each comes to", () => {
  it("where two blocks want one free place, of which the first gets it", () => {
    expect(same(() => manyFaults({ homed: 2, paired: 3 }))).toEqual(
      [0, 1, 2, 4, 6].map((index) => `bat-entry-present/${index}`),
    );
  });

  it("where a block lies over two, one of which is moved", () => {
    const stairs = () => {
      const image = new ImageBuilder({ blockSize: 4 * MIB, virtualSize: 64 * MIB, room: 24 * MIB });
      for (let block = 0; block < 5; block++) image.place(block, image.data / MIB + 2 * block);
      return image;
    };
    expect(same(stairs)).toEqual(["bat-entry-copy/1", "bat-entry-copy/3"]);
  });

  it("where three lie over each other, and a pair shows only when the first was moved", () => {
    const hidden = () => {
      const image = new ImageBuilder({ blockSize: 4 * MIB, virtualSize: 64 * MIB, room: 24 * MIB });
      for (const [block, mib] of [0, 3, 6, 5].entries()) image.place(block, image.data / MIB + mib);
      return image;
    };
    expect(same(hidden).length).toBeGreaterThan(1);
  });

  it("where a copy would grow the file over the rest of a block that was cut off: there is none", () => {
    const cut = () => {
      const image = new ImageBuilder({ blockSize: 2 * MIB, virtualSize: 64 * MIB, room: 5 * MIB });
      const first = image.data / MIB;
      for (const [block, mib] of [0, 0, 4, 2, 2].entries()) image.place(block, first + mib);
      image.place(9, first + 8, 5);
      return image;
    };
    expect(same(cut)).toEqual([]);
    const { store } = cut();
    const newGuid = countedGuids();
    runSteps(new RepairPlan(store).apply("bat-lost-zero", newGuid));
    expect(repairByPlan(store, newGuid).made).toEqual(["bat-entry-copy/1", "bat-entry-copy/4"]);
  });

  it("on tables of any entries", () => {
    const entry = fc.record({
      state: fc.constantFrom(0, 2, UNMAPPED, 4, 5, FULLY_PRESENT, FULLY_PRESENT),
      mib: fc.integer({ min: -1, max: 14 }),
      reserved: fc.constantFrom(0, 0, 0, 3),
    });
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 14 }),
        fc.constantFrom(1, 2, 4),
        fc.integer({ min: 1, max: 14 }),
        (entries, blockMib, room) => {
          const table = () => {
            const size = blockMib * MIB;
            const image = new ImageBuilder({ blockSize: size, virtualSize: 16 * size, room: room * MIB });
            for (const [block, { state, mib, reserved }] of entries.entries()) {
              const fileOffsetMb = mib < 0 ? 0 : image.data / MIB + mib;
              image.setEntry(image.geometry.payloadIndex(block), { state, fileOffsetMb, reserved });
            }
            return image;
          };
          const made = same(table);
          expect(new Set(made).size).toBe(made.length);
        },
      ),
      { numRuns: FULL ? 12 : 5 },
    );
  });

  it("where entries of the metadata are named twice, and flags are wrong", () => {
    const made = same(() => {
      const image = new ImageBuilder();
      const [first] = image.items;
      if (first === undefined) throw new Error("an image has items");
      image.setMetadata([...image.items, first, first, { ...first, isRequired: 0 }]);
      return image;
    });
    expect(made.filter((id) => id.startsWith("metadata-remove"))).toHaveLength(3);
  });
});

describe("the work grows with the faults, and not with their square", () => {
  /** What one fix takes on an image with so many faults. */
  function costs(faults: ManyFaults) {
    const { store } = manyFaults(faults);
    const metered = new MeteredStore(store);
    const writable = Object.assign(metered, {
      write: store.write.bind(store),
      truncate: store.truncate.bind(store),
      flush: store.flush.bind(store),
    });
    const { made, faultsPlanned } = repairByPlan(writable, countedGuids());
    return {
      made: made.length,
      planned: faultsPlanned / made.length,
      reads: metered.reads / made.length,
      bytes: metered.bytesRead / made.length,
    };
  }

  it.each([
    ["blocks with a place of their own", (count: number): ManyFaults => ({ homed: count })],
    ["blocks two of which want one place", (count: number): ManyFaults => ({ homed: 0, paired: count })],
  ])("for %s", (_name, faults) => {
    const [few, many] = [costs(faults(100)), costs(faults(800))];
    expect([few.made, many.made]).toEqual([100, 800]);
    expect(many.planned).toBeLessThanOrEqual(few.planned);
    expect(many.reads).toBeLessThanOrEqual(few.reads);
    // A page of the BAT that is full is longer than one that is not.
    expect(many.bytes).toBeLessThan(1.25 * few.bytes);
  });

  it("makes 200 safe fixes among 1,400 findings by two plans", () => {
    const { made, planned } = costs({ homed: 200, homeless: 1200 });
    expect(made).toBe(200);
    // Each fault once, and the 1,200 that stay once more, to see that nothing is left.
    expect(planned * made).toBe(1400 + 1200);
  });

  it("plans a table of thousands of entries in as many steps as it has faults", () => {
    const stepsOf = (count: number) => {
      const image = new ImageBuilder();
      const [first] = image.items;
      if (first === undefined) throw new Error("an image has items");
      image.setMetadata([...image.items, ...Array.from({ length: count }, () => first)]);
      const state = runSteps(RepairState.read(image.store));
      let steps = 0;
      for (const _ of planRepairs(state)) steps += 1;
      return { steps, findings: state.with("metadata-duplicate").length };
    };
    const [few, many] = [stepsOf(200), stepsOf(1600)];
    expect([few.findings, many.findings]).toEqual([200, 1600]);
    // One step to compare the bytes, one with the fault.
    expect(many.steps - few.steps).toBe(2 * 1400);
  });
});

it("refuses a fix whose fault another fix has already repaired", () => {
  const { store } = manyFaults({ homed: 0, paired: 1 });
  const plan = new RepairPlan(store);
  const newGuid = countedGuids();
  runSteps(plan.apply("bat-entry-present/1", newGuid));
  expect(() => runSteps(plan.apply("bat-entry-present/0", newGuid))).toThrow(
    "nothing left that this fix could repair",
  );
  // What is offered for the other now is another fix.
  expect(runSteps(plan.apply("bat-entry-zero/0", newGuid)).id).toBe("bat-entry-zero/0");
});

it("plans anew before a fix that counts on entries before it", () => {
  const image = new ImageBuilder();
  const [first, second] = image.items;
  if (first === undefined || second === undefined) throw new Error("an image has items");
  const count = image.items.length;
  image.setMetadata([...image.items, first, second]);
  const plan = new RepairPlan(image.store);
  const newGuid = countedGuids();
  runSteps(plan.apply(`metadata-remove/${count}`, newGuid));
  // The other one has its index by now.
  runSteps(plan.apply(`metadata-remove/${count}`, newGuid));
  const { structures } = runSteps(RepairState.read(image.store));
  expect(structures.metadata?.items.map(({ values }) => values.itemId)).toEqual(
    image.items.map(({ itemId }) => itemId),
  );
});
