import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryStore } from "../../store/memory-store.ts";
import { CrashedStore } from "./crashed-store.ts";
import { DifferenceSources, type Patch } from "./difference-sources.ts";

const SIZE = 4096;
const WRITES = [0, 1, 2, 3].map((value) => new Uint8Array(2048).fill(value));

/** Writes of the same few buffers, as the states of one group have them: aligned or not, over one another or not. */
const step = fc.oneof(
  fc
    .tuple(fc.nat(3), fc.nat(SIZE - 1), fc.nat(2047), fc.integer({ min: 1, max: 2048 }))
    .map(([which, offset, from, length]): Patch => {
      const bytes = (WRITES[which] as Uint8Array).subarray(from, from + length);
      return { offset, bytes: bytes.subarray(0, SIZE - offset) };
    }),
  fc.integer({ min: 1024, max: SIZE }),
);

function stateOf(base: MemoryStore, steps: readonly (Patch | number)[]): CrashedStore {
  const state = new CrashedStore(base);
  for (const each of steps) {
    if (typeof each === "number") state.truncate(each);
    else state.write(each.offset, each.bytes);
  }
  return state;
}

function bytesOf(state: CrashedStore): Uint8Array {
  const bytes = new Uint8Array(state.size);
  state.read(0, bytes);
  return bytes;
}

describe("the fingerprint of a state", () => {
  it("is equal only for states with the same bytes", () => {
    const base = new MemoryStore(Uint8Array.from({ length: SIZE }, (_, at) => at >> 11));
    const sources = new DifferenceSources();
    const seen = new Map<string, Uint8Array>();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), (steps) => {
        const state = stateOf(base, steps);
        const print = state.fingerprint(sources);
        const bytes = bytesOf(state);
        expect(Buffer.compare(bytes, seen.get(print) ?? bytes)).toBe(0);
        seen.set(print, bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it("does not change with writes that change nothing, or with the order of writes that do not overlap", () => {
    const base = new MemoryStore(new Uint8Array(SIZE));
    const sources = new DifferenceSources();
    const [zeros, ones] = WRITES as [Uint8Array, Uint8Array];
    const print = (...steps: readonly (Patch | number)[]) => stateOf(base, steps).fingerprint(sources);
    const first = { offset: 0, bytes: ones.subarray(0, 600) };
    const second = { offset: 1024, bytes: ones.subarray(0, 512) };
    expect(print({ offset: 512, bytes: zeros })).toBe(print());
    expect(print(first, second)).toBe(print(second, first));
    expect(print({ offset: 0, bytes: ones.subarray(0, 512) }, first)).toBe(print(first));
    expect(print(first)).not.toBe(print());
    expect(print({ offset: 1, bytes: ones.subarray(0, 600) })).not.toBe(print(first));
  });
});
