import { beforeAll, describe, expect, it } from "vitest";
import type { ImageSource } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { VhdxError } from "../../shared/error.ts";
import type { BlobStore } from "../../store/blob-store.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { openAll } from "./open-all.ts";
import { OpenFiles } from "./open-files.ts";

beforeAll(loadCrc32c);

const NAME = "disk.vhdx";

/** A handle of a file that is there, or (null) of one that is not. */
function handle(file: File | null): ImageSource {
  const made = {
    name: NAME,
    getFile: async () => file ?? Promise.reject(new DOMException("gone", "NotFoundError")),
    isSameEntry: async (other: unknown) => other === made,
  };
  return { kind: "handle", handle: made as unknown as FileSystemFileHandle };
}

/** Open files whose bytes come from memory: no thread of Node reads a Blob at once. */
function openFiles(): OpenFiles {
  return new OpenFiles(() => new ImageBuilder().store as unknown as BlobStore);
}

describe("openAll", () => {
  it("answers each source in its order, though all have one name", async () => {
    const files = openFiles();
    const [first, gone, second] = [handle(new File([], NAME)), handle(null), handle(new File([], NAME))];
    const { results, forest, changed } = await openAll(files, [first, gone, second, first], UNATTENDED);
    expect(results.map(({ summary, error }) => summary?.id ?? error?.code)).toEqual([
      "image-1",
      "file-vanished",
      "image-2",
      "image-1",
    ]);
    expect(forest.nodes.map(({ id }) => id)).toEqual(["image-1", "image-2"]);
    expect(changed).toEqual([]);
    expect(files.get("image-2").source).toBe(second);
  });

  it("leaves nothing open that a cancelled call has opened", async () => {
    const files = openFiles();
    const kept = handle(new File([], NAME));
    await openAll(files, [kept], UNATTENDED);
    const job = {
      ...UNATTENDED,
      progress: (done: number) => {
        if (done === 1) throw new VhdxError("cancelled", "Cancelled.");
      },
    };
    const sources = [handle(new File([], NAME)), handle(new File([], NAME))];
    await expect(openAll(files, sources, job)).rejects.toMatchObject({ code: "cancelled" });
    expect(files.ids).toEqual(["image-1"]);
  });
});
