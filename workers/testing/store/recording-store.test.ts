import { expect, it } from "vitest";
import { MemoryStore } from "../../store/memory-store.ts";
import { RecordingStore } from "./recording-store.ts";

it("keeps what was written, when, and between which flushes, even if the caller changes its bytes later", () => {
  const base = new MemoryStore(new Uint8Array(8));
  const store = new RecordingStore(base);
  const bytes = Uint8Array.of(1, 2, 3);
  store.write(6, bytes);
  bytes.fill(9);
  store.flush();
  store.truncate(4);
  expect(store.recorded).toEqual([
    { kind: "write", offset: 6, bytes: Uint8Array.of(1, 2, 3) },
    { kind: "flush" },
    { kind: "truncate", size: 4 },
  ]);
  expect([store.size, base.size]).toEqual([4, 8]);
});
