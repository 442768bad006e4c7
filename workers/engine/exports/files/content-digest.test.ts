import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { MIB } from "../../../shared/numbers.ts";
import { PortWorker } from "../../../testing/engine/hash-workers.ts";
import { memoryFiles } from "../../../testing/engine/files/memory-files.ts";
import type { HashOrder } from "../../hashes/hash-worker.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { deliverFiles } from "./deliver-files.ts";

const HOLE = 3 * MIB;
const bytes = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 9) + seed) & 0xff);
const LARGE = bytes(17 * MIB + 123, 1);
const SMALL = bytes(5000, 2);

function workers() {
  const made: PortWorker[] = [];
  return {
    made,
    start: () => {
      const worker = new PortWorker();
      made.push(worker);
      return worker;
    },
  };
}

/** Extracts two large files and two small ones in turn. */
async function extracted(start: (() => PortWorker) | null, lost = 0) {
  const tree = {
    a: { content: LARGE, hole: HOLE },
    b: { content: SMALL },
    c: { content: LARGE, lost },
    d: { content: SMALL },
  };
  const { volume, reader } = memoryFiles(tree, 64 * MIB);
  const fs = reader.reader.open(volume, { transactions: null });
  if (fs === null) throw new Error("no file system");
  const head = { image: "i", layer: "original", volume: "Whole disk", system: "memory", version: "1" };
  const result = await deliverFiles(
    { fs, head, piecesOf: null, startHashWorker: start },
    { as: "tar", nodes: [{ node: fs.root, name: null }], manifest: true },
    { kind: "download" },
    () => Promise.resolve(false),
    UNATTENDED,
  );
  const { entries } = JSON.parse((await result.manifest?.text()) ?? "") as {
    readonly entries: readonly { readonly path: string; readonly sha256: string }[];
  };
  const { blob } = result;
  return { sums: new Map(entries.map(({ path, sha256 }) => [path, sha256])), blob };
}

const readAll = async (blob: Blob | null) => Buffer.from(await (blob ?? new Blob()).arrayBuffer());

const sha256 = (...parts: Uint8Array[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

it("is taken in a worker for large files, and is that of the bytes that are written", async () => {
  const { made, start } = workers();
  const { sums, blob } = await extracted(start);
  expect(sums).toEqual(
    new Map([
      ["a", sha256(new Uint8Array(HOLE), LARGE)],
      ["b", sha256(SMALL)],
      ["c", sha256(LARGE)],
      ["d", sha256(SMALL)],
    ]),
  );
  expect(made.map(({ ended }) => ended)).toEqual([true, true]);
  const here = await extracted(null);
  expect(here.sums).toEqual(sums);
  const [one, other] = await Promise.all([readAll(blob), readAll(here.blob)]);
  expect(one.length).toBeGreaterThan(2 * LARGE.length);
  expect(Buffer.compare(one, other)).toBe(0);
});

it("leaves no worker behind where the extraction fails", async () => {
  const { made, start } = workers();
  await expect(extracted(start, 4096)).rejects.toMatchObject({ code: "unreadable-block" });
  expect(made.map(({ ended }) => ended)).toEqual([true, true]);
});

/** Fails at the first bytes, as where the memory is used up. */
class FailingWorker extends PortWorker {
  override postMessage(order: HashOrder, transfer: Transferable[]): void {
    if (order.kind === "add") queueMicrotask(() => this.fail());
    else super.postMessage(order, transfer);
  }
}

it("fails where a worker fails: a manifest has no digest that was not taken", async () => {
  await expect(extracted(() => new FailingWorker())).rejects.toThrow("A worker that computes hashes failed.");
});
