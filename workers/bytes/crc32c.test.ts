import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { crc32c, crc32cWithout, loadCrc32c, RunningCrc32c } from "./crc32c.ts";

beforeAll(loadCrc32c);

/** Bit by bit, from the definition of the Castagnoli polynomial. */
function plainCrc32c(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? 0x82f63b78 : 0);
  }
  return (register ^ 0xffffffff) >>> 0;
}

describe("crc32c", () => {
  it.for<[string, Uint8Array, number]>([
    ["nothing", new Uint8Array(0), 0x00000000],
    ["123456789", new TextEncoder().encode("123456789"), 0xe3069283],
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 times 0xff", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["0 to 31", Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    ["4 KiB of zeros", new Uint8Array(4096), 0x98f94189],
    ["64 KiB of zeros", new Uint8Array(65536), 0x72c0c4a4],
  ])("of %s", ([, bytes, expected]) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  it("is what the definition gives, however the bytes are cut", () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(parts, (pieces) => {
        const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        expect(crc32c(...pieces)).toBe(plainCrc32c(whole));
        const running = new RunningCrc32c();
        for (const piece of pieces) running.update(piece);
        expect(running.finish()).toBe(plainCrc32c(whole));
      }),
    );
  });

  it("takes a structure's own checksum as zero, whatever it holds", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 64 }), fc.nat(60), (bytes, place) => {
        const at = place % (bytes.length - 3);
        const cleared = bytes.slice().fill(0, at, at + 4);
        expect(crc32cWithout(bytes, at)).toBe(plainCrc32c(cleared));
      }),
    );
  });
});
