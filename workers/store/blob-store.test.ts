import { describe, expect, it } from "vitest";
import { MIB } from "../shared/numbers.ts";
import { BlobStore } from "./blob-store.ts";

/** A file of which a run can't be read, with the one reason that browsers give. */
class Failing extends BlobStore {
  readonly #from: number;
  readonly #to: number;

  constructor(from: number, to: number) {
    super(new Blob([new Uint8Array(2 * MIB)]));
    this.#from = from;
    this.#to = to;
  }

  protected override bytesNow(start: number, end: number): ArrayBuffer {
    if (start < this.#to && end > this.#from) throw new DOMException("…", "NotReadableError");
    return new ArrayBuffer(end - start);
  }

  protected override async bytesLater(start: number, end: number): Promise<ArrayBuffer> {
    return this.bytesNow(start, end);
  }
}

type Read = (store: BlobStore, at: number) => Promise<void>;
const READS: Readonly<Record<string, Read>> = {
  read: async (store, at) => store.read(at, new Uint8Array(4096)),
  readBulk: async (store, at) => {
    await store.readBulk(at, 4096);
  },
};

describe.each(Object.entries(READS))("%s", (_name, read) => {
  it.each([0, MIB, 2 * MIB - 4096])("names a run at %d that can't be read, where others can", async (at) => {
    await expect(read(new Failing(at, at + 1), at)).rejects.toMatchObject({
      code: "read-failed",
      offset: at,
      run: { offset: at, length: 4096 },
      message: expect.stringContaining("4,096 bytes from byte"),
    });
  });

  it("takes a file of which nothing can be read for one that changed", async () => {
    await expect(read(new Failing(0, 2 * MIB), MIB)).rejects.toMatchObject({ code: "file-changed" });
  });

  it("reads what can be read", async () => {
    await expect(read(new Failing(0, 4096), MIB)).resolves.toBeUndefined();
  });
});
