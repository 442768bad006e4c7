import type { ReadableStore } from "../../../store/store.ts";
import { checkBytes, checkEqual, checkOutOfRange, fail } from "./check.ts";
import { Random } from "./random.ts";

/** Makes a store that holds exactly these bytes. */
export type MakeReadable = (content: Uint8Array<ArrayBuffer>) => ReadableStore | Promise<ReadableStore>;

/** One promise of the interface, as a check that throws where a store breaks it. */
export interface ReadableCase {
  readonly name: string;
  /** Index of the case's bytes in `CONTENTS`. */
  readonly content: number;
  run(make: MakeReadable): Promise<void>;
}

/**
 * The contents that the cases run on: empty, one byte, and longer than a cache page with an odd end. The list is
 * fixed, so that a browser test can put the contents into real files beforehand.
 */
export const CONTENTS: readonly Uint8Array<ArrayBuffer>[] = [
  new Uint8Array(0),
  Uint8Array.of(0xa5),
  new Random(1).bytes(3 * 65_536 + 77),
];
const EMPTY = 0;
const ONE = 1;
const MANY = 2;

function readable(
  name: string,
  content: number,
  check: (store: ReadableStore, bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): ReadableCase {
  const bytes = CONTENTS[content] ?? fail(`no content ${content}`);
  return { name, content, run: async (make) => check(await make(bytes.slice()), bytes) };
}

/** Reads in both ways and compares both results with the expected bytes. */
async function checkRead(
  store: ReadableStore,
  truth: Uint8Array,
  offset: number,
  length: number,
): Promise<void> {
  const into = new Uint8Array(length);
  store.read(offset, into);
  const expected = truth.subarray(offset, offset + length);
  checkBytes(into, expected, `read of ${length} at ${offset}`);
  checkBytes(await store.readBulk(offset, length), expected, `readBulk of ${length} at ${offset}`);
}

/** What every backend must do, writable or not. */
export const readableCases: readonly ReadableCase[] = [
  readable("an empty store has size 0 and gives empty reads", EMPTY, async (store, bytes) => {
    checkEqual(store.size, 0, "size");
    await checkRead(store, bytes, 0, 0);
  }),
  readable("a store of one byte gives it", ONE, async (store, bytes) => {
    checkEqual(store.size, 1, "size");
    await checkRead(store, bytes, 0, 1);
  }),
  readable("the whole store reads as it was made", MANY, async (store, bytes) => {
    checkEqual(store.size, bytes.length, "size");
    await checkRead(store, bytes, 0, bytes.length);
  }),
  readable("reads at the start, at the end and across 64 KiB borders", MANY, async (store, bytes) => {
    for (const offset of [0, 1, 65_535, 65_536, 131_000, bytes.length - 78, bytes.length - 1]) {
      for (const length of [1, 2, 77, 512, 4096, 65_536, 131_072]) {
        await checkRead(store, bytes, offset, Math.min(length, bytes.length - offset));
      }
    }
  }),
  readable("an empty read is fine anywhere, the very end included", MANY, async (store, bytes) => {
    for (const offset of [0, 1, 65_536, bytes.length]) await checkRead(store, bytes, offset, 0);
  }),
  readable("a read that leaves the store is out-of-range", MANY, async (store, bytes) => {
    const size = bytes.length;
    const outside: readonly (readonly [number, number])[] = [
      [size, 1],
      [size - 1, 2],
      [0, size + 1],
      [size + 1, 0],
      [size + 65_536, 10],
      [2 ** 32, 1],
      [Number.MAX_SAFE_INTEGER, 1],
      [-1, 1],
      [0.5, 1],
      [Number.NaN, 1],
    ];
    for (const [offset, length] of outside) {
      await checkOutOfRange(`read of ${length} at ${offset}`, async () =>
        store.read(offset, new Uint8Array(length)),
      );
      await checkOutOfRange(`readBulk of ${length} at ${offset}`, () => store.readBulk(offset, length));
    }
    await checkRead(store, bytes, 0, size);
  }),
  readable("a read fills its target and nothing beside it", MANY, async (store, bytes) => {
    const frame = new Uint8Array(300).fill(0xee);
    store.read(65_500, frame.subarray(100, 200));
    checkBytes(frame.subarray(0, 100), new Uint8Array(100).fill(0xee), "before the target");
    checkBytes(frame.subarray(100, 200), bytes.subarray(65_500, 65_600), "the target");
    checkBytes(frame.subarray(200), new Uint8Array(100).fill(0xee), "after the target");
  }),
  readable("what a read gives belongs to the caller", MANY, async (store, bytes) => {
    const bulk = await store.readBulk(10, 100);
    bulk.fill(0);
    const small = new Uint8Array(100);
    store.read(10, small);
    small.fill(0);
    await checkRead(store, bytes, 10, 100);
  }),
  readable("many bulk reads in flight keep apart", MANY, async (store, bytes) => {
    const random = new Random(2);
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        const offset = random.below(bytes.length);
        const length = random.below(bytes.length - offset + 1);
        const expected = bytes.subarray(offset, offset + length);
        checkBytes(await store.readBulk(offset, length), expected, `readBulk of ${length} at ${offset}`);
      }),
    );
  }),
  readable("random reads agree with the bytes", MANY, async (store, bytes) => {
    const random = new Random(3);
    for (let round = 0; round < 200; round++) {
      const offset = random.below(bytes.length + 1);
      const most = random.below(4) === 0 ? 150_000 : 5000;
      await checkRead(store, bytes, offset, Math.min(bytes.length - offset, random.below(most)));
    }
  }),
];
