import * as fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryStore } from "../../../store/memory-store.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import { merged, pieceLength, totalLength, type Piece } from "./pieces.ts";

const stores = [1, 2].map((value) => new MemoryStore(new Uint8Array(64).fill(value)));
for (const store of stores) for (let at = 1; at < 64; at += 3) store.write(at, Uint8Array.of(at));

const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({
    kind: fc.constant("store" as const),
    store: fc.constantFrom(...stores),
    offset: fc.nat(8).map((at) => at * 4),
    length: fc.constantFrom(0, 4, 8),
  }),
  fc.record({
    kind: fc.constant("bytes" as const),
    bytes: fc.uint8Array({ maxLength: 5 }).map((bytes) => new Uint8Array(bytes)),
  }),
  fc.record({ kind: fc.constant("zeros" as const), length: fc.nat(20) }),
);

it("merging keeps the bytes, leaves out empty pieces and joins neighbours", async () => {
  const property = fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
    const fewer = [...merged(pieces)];
    expect(await concatenated(fewer)).toEqual(await concatenated(pieces));
    expect(totalLength(fewer)).toBe(totalLength(pieces));
    expect(fewer.every((each) => pieceLength(each) > 0)).toBe(true);
    expect([...merged(fewer)]).toEqual(fewer);
  });
  await expect(fc.assert(property)).resolves.toBeUndefined();
});

it("joins runs of one store that follow each other, and zeros", () => {
  const [store] = stores;
  const run = (offset: number): Piece => ({ kind: "store", store: store as MemoryStore, offset, length: 4 });
  const zeros: Piece = { kind: "zeros", length: 3 };
  expect([...merged([run(0), run(4), run(12), zeros, { kind: "zeros", length: 0 }, zeros])]).toEqual([
    { ...run(0), length: 8 },
    run(12),
    { kind: "zeros", length: 6 },
  ]);
});
