import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { VhdxError } from "../../../shared/error.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { OverlayStore } from "../../../store/overlay-store.ts";
import type { JobContext } from "../../jobs/jobs.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { EditedStore } from "../../image/layer.ts";
import { FakeHandle } from "../../../testing/engine/fake-handle.ts";
import { replaceOriginal } from "./replace-original.ts";

const ORIGINAL = "0123456789".repeat(2000);

/** A browser reads no more of a file that it opened before the file was swapped. */
class Swapped extends MemoryStore {
  readonly #handle: FakeHandle;
  constructor(handle: FakeHandle) {
    super(Uint8Array.from(handle.content));
    this.#handle = handle;
  }
  override async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#handle.log.includes("close")) throw new VhdxError("file-changed", "The file changed.");
    return super.readBulk(offset, length);
  }
}

function edited(handle: FakeHandle): EditedStore {
  const overlay = new OverlayStore(new Swapped(handle));
  overlay.write(10_000, new TextEncoder().encode("changed"));
  overlay.write(20_000, new TextEncoder().encode("grown"));
  overlay.truncate(30_000);
  return new EditedStore(overlay, ORIGINAL.length);
}

const opened = (handle: FakeHandle) => ({ size: ORIGINAL.length, lastModified: handle.lastModified });

/** A job that is cancelled at its checkpoint of that number. */
function cancelledAt(checkpoint: number): JobContext {
  let passed = 0;
  return {
    ...UNATTENDED,
    checkpoint: async () => {
      passed += 1;
      if (passed >= checkpoint) throw new VhdxError("cancelled", "Cancelled.");
    },
  };
}

beforeAll(loadCrc32c);

describe("replacing the original", () => {
  it("writes what was changed over a copy, and reads it back", async () => {
    const handle = new FakeHandle(ORIGINAL);
    const labels = new Set<string | undefined>();
    const job: JobContext = { ...UNATTENDED, progress: (_done, _total, label) => labels.add(label) };
    await replaceOriginal(handle, opened(handle), edited(handle), job);
    expect(handle.content.length).toBe(30_000);
    const changed = `${ORIGINAL.slice(0, 10_000)}changed${ORIGINAL.slice(10_007)}grown`;
    expect(handle.text.slice(0, 20_005)).toBe(changed);
    expect(handle.content.subarray(20_005).every((byte) => byte === 0)).toBe(true);
    expect(labels).toContain("Verifying the written data");
  });

  it("says so where the file reads back differently", async () => {
    const handle = new FakeHandle(ORIGINAL);
    const getFile = handle.getFile.bind(handle);
    handle.getFile = async () => {
      if (handle.log.includes("close")) handle.content[10_003] = 0;
      return getFile();
    };
    await expect(replaceOriginal(handle, opened(handle), edited(handle), UNATTENDED)).rejects.toMatchObject({
      code: "io",
      message: "The written data reads back differently.",
    });
  });

  it("writes nothing to a file that changed since it was opened", async () => {
    const handle = new FakeHandle(ORIGINAL);
    const before = { ...opened(handle), lastModified: 0 };
    await expect(replaceOriginal(handle, before, edited(handle), UNATTENDED)).rejects.toMatchObject({
      code: "file-changed",
    });
    expect(handle.log).toEqual([]);
  });

  it("leaves the file as it was wherever it is cancelled before the swap", async () => {
    const all = [];
    for (let checkpoint = 1; checkpoint <= 3; checkpoint++) {
      const handle = new FakeHandle(ORIGINAL);
      all.push(
        // oxlint-disable-next-line no-await-in-loop
        await replaceOriginal(handle, opened(handle), edited(handle), cancelledAt(checkpoint)).then(
          () => "replaced",
          (thrown: unknown) => `${(thrown as VhdxError).code} ${handle.text === ORIGINAL}`,
        ),
      );
    }
    expect(all).toEqual(["cancelled true", "cancelled true", "cancelled true"]);
  });

  it.each([
    ["QuotaExceededError", "no-space"],
    ["NotAllowedError", "permission-denied"],
  ] as const)("leaves the file as it was where a write fails with %s", async (name, code) => {
    const handle = new FakeHandle(ORIGINAL, { step: "write", error: new DOMException("", name) });
    await expect(replaceOriginal(handle, opened(handle), edited(handle), UNATTENDED)).rejects.toMatchObject({
      code,
    });
    expect(handle.text).toBe(ORIGINAL);
    expect(handle.log).toContain("abort");
  });
});
