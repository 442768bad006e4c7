import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VhdxError } from "../shared/error.ts";
import { KIB, MIB } from "../shared/numbers.ts";
import type { Piece } from "../engine/exports/pieces/pieces.ts";
import { UNATTENDED } from "../engine/jobs/jobs.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { NodeFileStore } from "./file-store.ts";
import { runJob } from "./job.ts";
import { writeNewFile } from "./new-file.ts";
import { removeUnfinished } from "./unfinished.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "platter-new-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const target = () => path.join(folder, "result");
const bytes = (value: number, length: number): Piece => ({
  kind: "bytes",
  bytes: new Uint8Array(length).fill(value),
});
const zeros = (length: number): Piece => ({ kind: "zeros", length });

/** What the pieces come to, put together without the code under test. */
const whole = (...runs: readonly (readonly [value: number, length: number])[]) =>
  Buffer.concat(runs.map(([value, length]) => Buffer.alloc(length, value)));

describe("a new file", () => {
  it("has the pieces' bytes, and holes for zeros however they come", async () => {
    const store = new MemoryStore();
    store.write(0, new Uint8Array(100).fill(7));
    store.truncate(9 * MIB);
    const pieces = [
      bytes(1, 3),
      zeros(5 * MIB),
      { kind: "store", store, offset: 50, length: 8 * MIB } as const,
      bytes(0, MIB),
      bytes(2, 10),
      zeros(777),
    ];
    expect(await writeNewFile(target(), pieces, null, UNATTENDED)).toBe(14 * MIB + 790);
    const expected = whole([1, 3], [0, 5 * MIB], [7, 50], [0, 9 * MIB - 50], [2, 10], [0, 777]);
    expect(readFileSync(target()).equals(expected)).toBe(true);
    expect(statSync(target()).blocks * 512).toBeLessThan(MIB);
  });

  it("may be empty, or one hole", async () => {
    expect(await writeNewFile(target(), [], null, UNATTENDED)).toBe(0);
    expect(statSync(target()).size).toBe(0);
    rmSync(target());
    await writeNewFile(target(), [zeros(2 ** 40)], 2 ** 40, UNATTENDED);
    expect(statSync(target())).toMatchObject({ size: 2 ** 40, blocks: 0 });
  });

  it("is not left behind by a failure in the middle, a cancel, or a process that has to end", async () => {
    function* failing(): Generator<Piece> {
      yield bytes(1, 8 * MIB);
      throw new VhdxError("io", "The disk is gone.");
    }
    await expect(writeNewFile(target(), failing(), null, UNATTENDED)).rejects.toThrow("The disk is gone.");
    expect(existsSync(target())).toBe(false);

    const controller = new AbortController();
    function* cancelled(): Generator<Piece> {
      yield bytes(1, 8 * MIB);
      controller.abort();
      yield bytes(1, 8 * MIB);
    }
    const { signal } = controller;
    const job = runJob({ label: "", unit: "bytes" }, { signal }, (context) =>
      writeNewFile(target(), cancelled(), null, context),
    );
    await expect(job).rejects.toMatchObject({ code: "cancelled" });
    expect(existsSync(target())).toBe(false);

    let seen = false;
    function* ending(): Generator<Piece> {
      yield bytes(1, 8 * MIB);
      seen = existsSync(target());
      removeUnfinished();
      yield bytes(1, 64 * KIB);
    }
    await writeNewFile(target(), ending(), null, UNATTENDED);
    expect([seen, existsSync(target())]).toEqual([true, false]);
  });
});

describe("a file as a store", () => {
  it("ends reads in flight before it is closed, and refuses later ones", async () => {
    await writeNewFile(target(), [bytes(3, 5 * MIB)], null, UNATTENDED);
    const store = new NodeFileStore(target());
    const late = store.readBulk(MIB, 4 * MIB);
    store.close();
    store.close();
    expect((await late).every((byte) => byte === 3)).toBe(true);
    await expect(store.readBulk(0, 1)).rejects.toMatchObject({ code: "misuse" });
    expect(() => store.read(0, new Uint8Array(1))).toThrow("closed");
  });

  it("says why a path can't be opened", () => {
    expect(() => new NodeFileStore(path.join(folder, "none"))).toThrow(/There is no file/);
    expect(() => new NodeFileStore(folder)).toThrow(/is a folder/);
    expect(() => new NodeFileStore("/dev/null")).toThrow(/not a regular file/);
  });
});
