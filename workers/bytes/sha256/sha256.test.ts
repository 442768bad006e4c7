import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { INPUT_SIZE } from "./kernel.ts";
import { startSha256 } from "./sha256.ts";

const expected = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Bytes that look like none of their neighbours. */
function bytesOf(length: number, seed: number): Uint8Array {
  let state = seed | 1;
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    return state >>> 16;
  });
}

describe("SHA-256", () => {
  it("gives the digests that its standard's examples name", async () => {
    const digestOf = async (text: string) => {
      const hash = await startSha256();
      hash.update(new TextEncoder().encode(text));
      return hash.digest();
    };
    expect(await digestOf("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(await digestOf("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
    expect(await digestOf("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("agrees with another implementation at every length around the borders of a block", async () => {
    for (let length = 0; length < 200; length++) {
      const bytes = bytesOf(length, length);
      // oxlint-disable-next-line no-await-in-loop
      const hash = await startSha256();
      hash.update(bytes);
      expect(hash.digest(), `${length} bytes`).toBe(expected(bytes));
    }
  });

  it("does not mind how its input is cut", async () => {
    const sizes = fc.array(
      fc.oneof(fc.nat(130), fc.integer({ min: INPUT_SIZE - 70, max: INPUT_SIZE + 70 })),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer(), async (lengths, seed) => {
        const all = bytesOf(
          lengths.reduce((sum, length) => sum + length, 0),
          seed,
        );
        const hash = await startSha256();
        let at = 0;
        for (const length of lengths) {
          hash.update(all.subarray(at, at + length));
          at += length;
        }
        expect(hash.digest()).toBe(expected(all));
      }),
      { numRuns: 30 },
    );
  });

  it("runs beside others without mixing them up", async () => {
    const hashes = await Promise.all([startSha256(), startSha256()]);
    const inputs = [bytesOf(5000, 1), bytesOf(5000, 2)];
    for (let at = 0; at < 5000; at += 100)
      hashes.forEach((hash, index) => hash.update(inputs[index]?.subarray(at, at + 100) ?? new Uint8Array()));
    expect(hashes.map((hash) => hash.digest())).toEqual(inputs.map(expected));
  });

  it("is taken by another implementation where there are no vectors", async () => {
    vi.resetModules();
    const validate = vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    const { startSha256: start } = await import("./sha256.ts");
    const bytes = bytesOf(100_000, 3);
    const hash = await start();
    hash.update(bytes);
    expect(hash.digest()).toBe(expected(bytes));
    validate.mockRestore();
  });
});
