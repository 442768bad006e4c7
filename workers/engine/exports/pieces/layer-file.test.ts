import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryStore } from "../../../store/memory-store.ts";
import { OverlayStore } from "../../../store/overlay-store.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import { filePieces, layerFile } from "./layer-file.ts";
import { merged } from "./pieces.ts";

const SIZE = 3000;
const original = new MemoryStore(Uint8Array.from({ length: SIZE }, (_, at) => (at % 251) + 1));

const operation = fc.oneof(
  fc.record({ offset: fc.nat(4000), length: fc.integer({ min: 1, max: 700 }), value: fc.nat(255) }),
  fc.record({ size: fc.nat(5000) }),
);
type Operation = { offset: number; length: number; value: number } | { size: number };

function apply(overlay: OverlayStore, operations: readonly Operation[]): void {
  for (const each of operations) {
    if ("size" in each) overlay.truncate(each.size);
    else overlay.write(each.offset, new Uint8Array(each.length).fill(each.value));
  }
}

describe("the pieces of a layer's file", () => {
  it("are its bytes, over any stack of overlays and for any run", async () => {
    const operations = fc.array(operation, { maxLength: 8 });
    const property = fc.asyncProperty(
      operations,
      operations,
      fc.nat(),
      fc.nat(),
      async (lower, upper, a, b) => {
        const first = new OverlayStore(original);
        apply(first, lower);
        const second = new OverlayStore(first);
        apply(second, upper);
        const [start, end] = [a % (second.size + 1), b % (second.size + 1)].toSorted((x, y) => x - y);
        const from = start ?? 0;
        const length = (end ?? 0) - from;
        const pieces = filePieces(layerFile(original, first, second), from, from + length);
        expect(await concatenated(pieces)).toEqual(await second.readBulk(from, length));
      },
    );
    await expect(fc.assert(property)).resolves.toBeUndefined();
  });

  it("are one run of the original where nothing changed", () => {
    expect([...filePieces(layerFile(original))]).toEqual([
      { kind: "store", store: original, offset: 0, length: SIZE },
    ]);
  });

  it("take only what changed from the layer, and zeros for growth", () => {
    const overlay = new OverlayStore(original);
    overlay.write(100, Uint8Array.of(1, 2, 3));
    overlay.truncate(SIZE + 500);
    expect([...merged(filePieces(layerFile(original, overlay)))]).toEqual([
      { kind: "store", store: original, offset: 0, length: 100 },
      { kind: "store", store: overlay, offset: 100, length: 3 },
      { kind: "store", store: original, offset: 103, length: SIZE - 103 },
      { kind: "zeros", length: 500 },
    ]);
  });

  it("don't reach past the layer's end", () => {
    expect(() => [...filePieces(layerFile(original), 0, SIZE + 1)]).toThrow("reaches past the end");
  });
});
