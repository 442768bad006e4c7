import { beforeAll, expect, it } from "vitest";
import type { Destination, JobPort } from "../../api/index.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import type { BlobStore } from "../../store/blob-store.ts";
import { FakeHandle } from "../../testing/engine/fake-handle.ts";
import { ImageBuilder } from "../../testing/vhdx/image-builder.ts";
import { ZeroedRuns } from "../exports/deliver/zeroed-runs.ts";
import { SeenFiles } from "../files/seen.ts";
import { exportsApi } from "./exports.ts";
import { OpenFiles } from "./open-files.ts";

beforeAll(loadCrc32c);

const PORT: JobPort = { id: "job", progress: () => {} };

it("counts what an export reads, for a raw disk and for bytes of it", async () => {
  const image = new ImageBuilder();
  [0, 1, 2].forEach((block) => image.place(block, image.data / MIB + block));
  const files = new OpenFiles(() => image.store as unknown as BlobStore);
  const id = files.add(await files.open({ kind: "file", file: new File([], "disk.vhdx") }));
  const exports = exportsApi(files, "0", null, { zeroedRuns: new ZeroedRuns(), seen: new SeenFiles() });
  const layer = { name: "original", upTo: null } as const;
  const { metered } = files.get(id);
  const target = Object.assign(new FakeHandle(""), { isSameEntry: async () => false });
  const toHandle = { kind: "handle", handle: target } as unknown as Destination;
  for (const to of [toHandle, { kind: "download" } as const]) {
    const before = metered.bytesRead;
    // One after the other: they count together.
    // oxlint-disable-next-line no-await-in-loop
    const { size } = await exports.run(id, layer, "raw", to, { digests: null, bookmarks: [] }, PORT);
    expect(size).toBe(64 * MIB);
    expect(metered.bytesRead - before).toBe(3 * MIB);
  }
  const before = metered.bytesRead;
  await exports.saveBytes(id, layer, "disk", MIB / 2, 4096, { kind: "download" }, PORT);
  expect(metered.bytesRead - before).toBe(4096);
});
