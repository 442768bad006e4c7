import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { VhdxError } from "../../shared/error.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { UNATTENDED, type JobContext } from "../jobs/jobs.ts";
import { CHUNK } from "../jobs/pipelined.ts";
import { digestFile } from "./file-digests.ts";

function large(): MemoryStore {
  const store = new MemoryStore(2 * CHUNK + 12_345);
  for (let at = 0; at < store.size; at += 999_983) store.write(at, new Uint8Array(1000).fill((at % 255) + 1));
  return store;
}

it("gives the well-known digests of nothing and of abc", async () => {
  const empty = await digestFile(new MemoryStore(), ["sha256", "sha1", "md5"], UNATTENDED, "x");
  expect(empty).toEqual({
    sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    md5: "d41d8cd98f00b204e9800998ecf8427e",
  });
  const abc = await digestFile(new MemoryStore(new TextEncoder().encode("abc")), ["sha1"], UNATTENDED, "x");
  expect(abc).toEqual({ sha1: "a9993e364706816aba3e25717850c26c9cd0d89d" });
});

it("agrees with another implementation over several chunks", async () => {
  const store = large();
  const bytes = await store.readBulk(0, store.size);
  const digests = await digestFile(store, ["sha256", "sha1", "md5"], UNATTENDED, "x");
  for (const name of ["sha256", "sha1", "md5"] as const) {
    expect(digests[name]).toBe(createHash(name).update(bytes).digest("hex"));
  }
});

it("stops between two chunks when it is cancelled", async () => {
  const seen: number[] = [];
  const context: JobContext = {
    ...UNATTENDED,
    progress: (done) => void seen.push(done),
    checkpoint: () =>
      seen.at(-1) === CHUNK ? Promise.reject(new VhdxError("cancelled", "Cancelled.")) : Promise.resolve(),
  };
  await expect(digestFile(large(), ["md5"], context, "x")).rejects.toMatchObject({ code: "cancelled" });
  expect(seen).toEqual([0, CHUNK]);
});
