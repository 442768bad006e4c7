import * as fc from "fast-check";
import { expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { decode, encode } from "../../bytes/struct.ts";
import { highOf, lowOf, offsetMibOf, offsetOf, reservedOf, stateOf } from "./bat-bits.ts";
import { batEntry } from "../structs/bat-entry.ts";

await loadCrc32c();

it("reads and makes a BAT entry by halves as its table does", () => {
  const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  fc.assert(
    fc.property(word, (raw) => {
      const bytes = new Uint8Array(8);
      const view = new DataView(bytes.buffer);
      view.setBigUint64(0, raw, true);
      const low = view.getUint32(0, true);
      const high = view.getUint32(4, true);
      const { state, reserved, fileOffsetMb } = decode(batEntry, bytes);
      expect(stateOf(low)).toBe(state);
      expect(reservedOf(low)).toBe(reserved * 2 ** (batEntry.fields.reserved.shift ?? 0));
      expect(offsetMibOf(low, high)).toBe(fileOffsetMb);
      expect(offsetOf(low, high)).toBe(Number(BigInt(fileOffsetMb) * BigInt(MIB)));
      const written = encode(batEntry, { state, fileOffsetMb });
      const halves = Uint32Array.of(lowOf(state, fileOffsetMb), highOf(fileOffsetMb));
      expect(new Uint8Array(halves.buffer)).toEqual(written);
    }),
    { examples: [[0n], [2n ** 64n - 1n], [0x1d0_0006n], [2n ** 54n + 6n]] },
  );
});
