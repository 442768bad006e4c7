import type { Store } from "../../../store/store.ts";
import { checkBytes, checkEqual, checkOutOfRange, fail } from "./check.ts";
import { Random } from "./random.ts";

/** Makes an empty store. */
export type MakeStore = () => Store | Promise<Store>;

/** One promise of the interface, as a check that throws where a store breaks it. */
export interface StoreCase {
  readonly name: string;
  run(make: MakeStore): Promise<void>;
}

function writable(name: string, check: (store: Store) => Promise<void>): StoreCase {
  return { name, run: async (make) => check(await make()) };
}

/** Compares the whole store, read in both ways, with the expected bytes. */
async function checkWhole(store: Store, truth: Uint8Array, what: string): Promise<void> {
  checkEqual(store.size, truth.length, `${what}: size`);
  const into = new Uint8Array(truth.length);
  store.read(0, into);
  checkBytes(into, truth, `${what}: read`);
  checkBytes(await store.readBulk(0, truth.length), truth, `${what}: readBulk`);
}

function checkRun(store: Store, offset: number, expected: Uint8Array, what: string): void {
  const into = new Uint8Array(expected.length).fill(0xee);
  store.read(offset, into);
  checkBytes(into, expected, what);
}

const run = (length: number, value: number) => new Uint8Array(length).fill(value);

/** A plain array that behaves as a store must. */
class Model {
  bytes = new Uint8Array(0);

  write(offset: number, bytes: Uint8Array): void {
    if (offset + bytes.length > this.bytes.length) this.truncate(offset + bytes.length);
    this.bytes.set(bytes, offset);
  }

  truncate(size: number): void {
    const next = new Uint8Array(size);
    next.set(this.bytes.subarray(0, size));
    this.bytes = next;
  }
}

/** Does one random operation on the store and on the model. Returns its description for the error message. */
function step(random: Random, store: Store, model: Model): string {
  const limit = 400_000;
  const near = () => Math.min(limit, random.below(model.bytes.length + 70_000));
  const choice = random.below(10);
  if (choice === 0) {
    const size = near();
    store.truncate(size);
    model.truncate(size);
    return `truncate ${size}`;
  }
  if (choice === 1) {
    store.flush();
    return "flush";
  }
  const offset = near();
  const bytes = random.bytes(1 + random.below(choice < 4 ? 100_000 : 3000));
  store.write(offset, bytes);
  model.write(offset, bytes);
  return `write ${bytes.length} at ${offset}`;
}

/** Runs random operations against the model. Exported so that a failing seed can be run again alone. */
export async function checkRandomOperations(store: Store, seed: number, steps: number): Promise<void> {
  const random = new Random(seed);
  const model = new Model();
  const done: string[] = [];
  for (let index = 0; index < steps; index++) {
    done.push(step(random, store, model));
    const offset = random.below(model.bytes.length + 1);
    const length = Math.min(model.bytes.length - offset, random.below(20_000));
    try {
      checkRun(
        store,
        offset,
        model.bytes.subarray(offset, offset + length),
        `read of ${length} at ${offset}`,
      );
      if (index % 16 === 0) await checkWhole(store, model.bytes, "whole");
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      fail(`seed ${seed}, after ${done.slice(-5).join(", ")}: ${reason}`);
    }
  }
  await checkWhole(store, model.bytes, `seed ${seed}, at the end`);
}

/** What a writable store must do beyond `readableCases`. */
export const storeCases: readonly StoreCase[] = [
  writable("starts empty", (store) => checkWhole(store, new Uint8Array(0), "new store")),
  writable("a write inside changes its run alone", async (store) => {
    store.write(0, run(1000, 1));
    store.write(300, run(200, 2));
    const truth = run(1000, 1);
    truth.fill(2, 300, 500);
    await checkWhole(store, truth, "after the write");
  }),
  writable("a write at the end appends", async (store) => {
    store.write(0, run(65_536, 1));
    store.write(65_536, run(10, 2));
    const truth = run(65_546, 1);
    truth.fill(2, 65_536);
    await checkWhole(store, truth, "after the write");
  }),
  writable("a write across the end grows the store", async (store) => {
    store.write(0, run(100, 1));
    store.write(90, run(20, 2));
    const truth = run(110, 1);
    truth.fill(2, 90);
    await checkWhole(store, truth, "after the write");
  }),
  writable("a write past the end leaves a gap of zeros", async (store) => {
    store.write(0, run(100, 1));
    store.write(200_000, run(3, 2));
    const truth = new Uint8Array(200_003);
    truth.fill(1, 0, 100);
    truth.fill(2, 200_000);
    await checkWhole(store, truth, "after the write");
  }),
  writable("a cut drops the end, and growing again gives zeros", async (store) => {
    store.write(0, run(200_000, 1));
    store.truncate(70_000);
    await checkWhole(store, run(70_000, 1), "after the cut");
    store.truncate(150_000);
    const truth = new Uint8Array(150_000);
    truth.fill(1, 0, 70_000);
    await checkWhole(store, truth, "after growing again");
  }),
  writable("a cut and a write past it leave zeros between", async (store) => {
    store.write(0, run(200_000, 1));
    store.truncate(10);
    store.write(199_000, run(10, 2));
    const truth = new Uint8Array(199_010);
    truth.fill(1, 0, 10);
    truth.fill(2, 199_000);
    await checkWhole(store, truth, "after the write");
  }),
  writable("truncate to the same size changes nothing, to 0 empties", async (store) => {
    store.write(0, run(5000, 1));
    store.truncate(5000);
    await checkWhole(store, run(5000, 1), "same size");
    store.truncate(0);
    await checkWhole(store, new Uint8Array(0), "size 0");
  }),
  writable("a write copies: its source may change afterwards", async (store) => {
    const bytes = run(70_000, 1);
    store.write(5, bytes.subarray(0, 66_000));
    bytes.fill(9);
    checkRun(store, 5, run(66_000, 1), "after its source changed");
  }),
  writable("the end moves with the size: reads beyond it are out-of-range", async (store) => {
    store.write(0, run(100, 1));
    await checkOutOfRange("read past the end", async () => store.read(50, new Uint8Array(51)));
    store.truncate(101);
    checkRun(store, 100, run(1, 0), "the new byte");
    store.truncate(40);
    await checkOutOfRange("read past the cut", async () => store.read(0, new Uint8Array(41)));
    await checkOutOfRange("readBulk past the cut", () => store.readBulk(0, 41));
  }),
  writable("flush keeps what was written", async (store) => {
    store.write(0, run(10, 1));
    store.flush();
    store.flush();
    store.write(5, run(10, 2));
    store.flush();
    const truth = run(15, 1);
    truth.fill(2, 5);
    await checkWhole(store, truth, "after the flushes");
  }),
  writable("offsets above 2^32 are exact", async (store) => {
    const far = 2 ** 32 + 65_530;
    store.write(far, run(20, 7));
    checkEqual(store.size, far + 20, "size");
    checkRun(store, far - 10, run(10, 0), "before the run");
    checkRun(store, far, run(20, 7), "the run");
    checkRun(store, far - 2 ** 32, run(20, 0), "the same offset without its upper bits");
    checkBytes(await store.readBulk(far + 5, 15), run(15, 7), "readBulk");
    store.truncate(far + 3);
    checkRun(store, far, run(3, 7), "after the cut");
    store.truncate(0);
    checkEqual(store.size, 0, "size after emptying");
  }),
  ...[11, 12, 13, 14].map((seed) =>
    writable(`random operations agree with a plain array, seed ${seed}`, (store) =>
      checkRandomOperations(store, seed, 120),
    ),
  ),
];
