import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VhdxError } from "../../../shared/error.ts";
import { KIB, MIB } from "../../../shared/numbers.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { UNATTENDED, type JobContext } from "../../jobs/jobs.ts";
import { FakeHandle } from "../../../testing/engine/fake-handle.ts";
import { concatenated } from "../../../testing/engine/read-pieces.ts";
import type { Piece } from "../pieces/pieces.ts";
import { toHandle } from "./to-handle.ts";

const store = new MemoryStore(Uint8Array.from({ length: 300 * KIB }, (_, at) => (at % 251) + 1));
const run = (offset: number, length: number): Piece => ({ kind: "store", store, offset, length });
const zeros = (length: number): Piece => ({ kind: "zeros", length });

describe("a result written to a picked file", () => {
  it("holds the bytes of all pieces, whatever they are", async () => {
    const piece = fc.oneof(
      fc.nat(250 * KIB).map((length) => run(7, length)),
      fc.nat(200 * KIB).map(zeros),
      fc.constantFrom(zeros(5 * MIB), run(1, 1)),
    );
    const property = fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      const handle = new FakeHandle("before");
      const size = await toHandle(pieces, handle, UNATTENDED);
      const expected = await concatenated(pieces);
      expect(size).toBe(expected.length);
      expect(Buffer.compare(handle.content, expected)).toBe(0);
    });
    await expect(fc.assert(property, { numRuns: 40 })).resolves.toBeUndefined();
  });

  it("writes small pieces together, and holes not at all", async () => {
    const handle = new FakeHandle("");
    const small = Array.from({ length: 1000 }, (_, at) => run(at, 10));
    await toHandle([...small, zeros(50 * MIB), run(0, 100), zeros(MIB)], handle, UNATTENDED);
    expect(handle.log).toEqual([
      "write 10000 at 0",
      `write 100 at ${10_000 + 50 * MIB}`,
      `truncate ${10_100 + 51 * MIB}`,
      "close",
    ]);
  });

  it("leaves zeros that are stored as holes too", async () => {
    const handle = new FakeHandle("");
    const blank = new MemoryStore(8 * MIB);
    await toHandle([{ kind: "store", store: blank, offset: 0, length: 8 * MIB }], handle, UNATTENDED);
    expect(handle.log).toEqual([`truncate ${8 * MIB}`, "close"]);
  });

  it("leaves what stood there when it is cancelled", async () => {
    const handle = new FakeHandle("before");
    const context: JobContext = {
      ...UNATTENDED,
      checkpoint: () =>
        handle.isOpen ? Promise.reject(new VhdxError("cancelled", "Cancelled.")) : Promise.resolve(),
    };
    await expect(toHandle([run(0, 100)], handle, context)).rejects.toMatchObject({ code: "cancelled" });
    expect(handle.log).toEqual(["abort"]);
    expect(handle.text).toBe("before");
  });

  it("says that a cancel comes too late before it closes, not earlier", async () => {
    const handle = new FakeHandle("");
    const seen: string[] = [];
    const context: JobContext = {
      ...UNATTENDED,
      pointOfNoReturn: (label) => void seen.push(`${label} after ${handle.log.join(", ")}`),
    };
    await toHandle([run(0, 100)], handle, context);
    expect(seen).toEqual(["Putting the file in place after write 100 at 0, truncate 100"]);
  });

  it.each([
    ["QuotaExceededError", "no-space"],
    ["NotAllowedError", "permission-denied"],
    ["NoModificationAllowedError", "io"],
    ["UnknownError", "io"],
  ])("turns %s into %s with a sentence, at any step", async (name, code) => {
    for (const step of ["createWritable", "write", "truncate", "close"] as const) {
      const handle = new FakeHandle("before", { step, error: new DOMException("…", name) });
      const writing = toHandle([run(0, 100)], handle, UNATTENDED);
      await expect(writing).rejects.toMatchObject({
        code,
        message: expect.stringMatching(/^[A-Z].*Any earlier file there is unchanged\.$/),
      });
      expect(handle.text).toBe("before");
    }
  });

  it("opens nothing where a piece can't even be named", async () => {
    const handle = new FakeHandle("before");
    function* pieces(): Generator<Piece> {
      yield run(0, 100);
      throw new VhdxError("needs-parent", "The parent is not open.");
    }
    await expect(toHandle(pieces(), handle, UNATTENDED)).rejects.toMatchObject({ code: "needs-parent" });
    expect(handle.log).toEqual([]);
  });

  it("keeps the error of a store that can't be read", async () => {
    const broken = new MemoryStore(100);
    broken.readBulk = () => Promise.reject(new VhdxError("file-changed", "It changed."));
    const handle = new FakeHandle("before");
    const pieces: Piece[] = [{ kind: "store", store: broken, offset: 0, length: 100 }];
    await expect(toHandle(pieces, handle, UNATTENDED)).rejects.toMatchObject({ code: "file-changed" });
    expect(handle.log).toEqual(["abort"]);
  });
});
