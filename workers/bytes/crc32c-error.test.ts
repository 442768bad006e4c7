import * as fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { byteErrorOf } from "./crc32c-error.ts";
import { crc32c, loadCrc32c } from "./crc32c.ts";

beforeAll(loadCrc32c);

it("names the one byte that was changed, wherever it stands", () => {
  const change = fc.tuple(
    fc.uint8Array({ minLength: 4, maxLength: 5000 }),
    fc.nat(),
    fc.integer({ min: 1, max: 255 }),
  );
  fc.assert(
    fc.property(change, ([bytes, place, mask]) => {
      const at = place % bytes.length;
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ mask;
      expect(byteErrorOf(bytes.length, crc32c(bytes) ^ crc32c(damaged))).toEqual({ at, mask });
    }),
  );
});

it("names none where two bytes far apart were changed, or nothing was", () => {
  const bytes = new Uint8Array(4096);
  const damaged = bytes.slice();
  damaged[7] = 1;
  damaged[3000] = 9;
  expect(byteErrorOf(4096, crc32c(bytes) ^ crc32c(damaged))).toBeNull();
  expect(byteErrorOf(4096, 0)).toBeNull();
});
