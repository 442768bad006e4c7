import { describe, expect, it } from "vitest";
import { MIB } from "../shared/numbers.ts";
import { BlobReader, type ReadAnswer, type ReadOrder, type ReadWorker, serveReads } from "./blob-reader.ts";
import { BlobStore } from "./blob-store.ts";

type Listener = ((event: MessageEvent<ReadAnswer>) => void) & (() => void);

/** A read worker in this thread, which notes what it was asked. */
class LocalWorker implements ReadWorker {
  readonly orders: ReadOrder[] = [];
  readonly #answers: Listener[] = [];
  readonly #failures: Listener[] = [];
  readonly #serve: ((event: MessageEvent<ReadOrder>) => void)[] = [];

  /** @param loads false for a worker that never answers */
  constructor(loads = true) {
    if (!loads) return;
    serveReads({
      postMessage: (data) => {
        for (const each of this.#answers) each({ data } as MessageEvent<ReadAnswer>);
      },
      addEventListener: (_type, listener) => void this.#serve.push(listener),
    });
  }

  postMessage(data: ReadOrder): void {
    this.orders.push(data);
    for (const each of this.#serve) each({ data } as MessageEvent<ReadOrder>);
  }

  addEventListener(type: "message" | "error", listener: Listener): void {
    (type === "message" ? this.#answers : this.#failures).push(listener);
  }

  fail(): void {
    for (const each of this.#failures) each();
  }
}

const bytes = Uint8Array.from({ length: 4 * MIB }, (_, at) => (at * 31) % 251);
const blob = new Blob([bytes]);
/** Compares bytes as `toEqual` does, which takes seconds for each MiB. */
const isSame = (run: Uint8Array | undefined, other: Uint8Array) =>
  Buffer.compare(run ?? Buffer.of(), other) === 0;

describe("a reader of files", () => {
  it("lets its one worker read what is large, and reads the rest itself", async () => {
    const made: LocalWorker[] = [];
    const reader = new BlobReader(() => {
      const worker = new LocalWorker();
      made.push(worker);
      return worker;
    });
    const [one, other] = [new BlobStore(blob, reader), new BlobStore(blob, reader)];
    expect(isSame(await one.readBulk(5, 4096), bytes.subarray(5, 5 + 4096))).toBe(true);
    expect(made.length).toBe(0);
    const runs = await Promise.all([
      one.readBulk(MIB, 2 * MIB),
      other.readBulk(7, 2 * MIB),
      one.readBulk(0, 4 * MIB),
    ]);
    expect(isSame(runs[0], bytes.subarray(MIB, 3 * MIB))).toBe(true);
    expect(isSame(runs[1], bytes.subarray(7, 7 + 2 * MIB))).toBe(true);
    expect(isSame(runs[2], bytes)).toBe(true);
    expect(made.map(({ orders }) => orders.length)).toEqual([3]);
  });

  it("hands on why a read failed, as if it had been read here", async () => {
    const failing = new Blob([bytes]);
    failing.slice = () =>
      Object.assign(new Blob(), {
        arrayBuffer: () => Promise.reject(new DOMException("…", "NotReadableError")),
      });
    const store = new BlobStore(failing, new BlobReader(() => new LocalWorker()));
    await expect(store.readBulk(0, 2 * MIB)).rejects.toMatchObject({ code: "file-changed" });
  });

  it("reads itself where there are no workers, and none can be made", async () => {
    const none = () => {
      throw new DOMException("No workers here.");
    };
    for (const start of [null, none])
      expect(isSame(await new BlobStore(blob, new BlobReader(start)).readBulk(0, 4 * MIB), bytes)).toBe(true);
  });

  it("reads itself what it had asked of a worker that fails, and all that comes after", async () => {
    const worker = new LocalWorker(false);
    const store = new BlobStore(blob, new BlobReader(() => worker));
    const asked = [store.readBulk(0, 2 * MIB), store.readBulk(2 * MIB, 2 * MIB)];
    worker.fail();
    const [first, second] = await Promise.all(asked);
    expect(isSame(first, bytes.subarray(0, 2 * MIB))).toBe(true);
    expect(isSame(second, bytes.subarray(2 * MIB))).toBe(true);
    expect(isSame(await store.readBulk(MIB, 2 * MIB), bytes.subarray(MIB, 3 * MIB))).toBe(true);
    expect(worker.orders.length).toBe(2);
  });
});
