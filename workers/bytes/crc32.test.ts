import * as fc from "fast-check";
import { crc32 as ofHashWasm } from "hash-wasm";
import { expect, it } from "vitest";
import { crc32 } from "./crc32.ts";

it("is that of another maker", () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array(), async (bytes) => {
      expect(crc32(bytes).toString(16).padStart(8, "0")).toBe(await ofHashWasm(bytes));
    }),
  ));
