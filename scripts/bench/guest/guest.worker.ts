/** Makes a disk in the origin's own storage and writes to it as a guest does, through the log. */
import { loadCrc32c } from "../../../workers/bytes/crc32c.ts";
import { runSteps } from "../../../workers/bytes/steps.ts";
import { OpfsStore } from "../../../workers/store/opfs-store.ts";
import { readHeaders } from "../../../workers/vhdx/headers/headers.ts";
import { readStructures } from "../../../workers/vhdx/image.ts";
import { createImage } from "../../../workers/vhdx/write/create.ts";
import { qemuDefaults } from "../../../workers/vhdx/write/create-options.ts";
import { DiskWriter } from "../../../workers/vhdx/write/disk-writer.ts";
import type { GuestOrder } from "./messages.ts";

const NAME = "guest.vhdx";
const PATTERN = 0x5a;

/** @throws if the disk does not hold what was written. */
function verify(store: OpfsStore, { offsets, length }: GuestOrder): void {
  const { disk } = readStructures(store, readHeaders(store).log);
  const bytes = new Uint8Array(length);
  for (const offset of offsets) {
    disk?.read(offset, bytes);
    if (bytes.some((byte) => byte !== PATTERN))
      throw new Error(`What was written at ${offset} is not there.`);
    bytes.fill(0);
  }
}

async function write(order: GuestOrder): Promise<number> {
  await loadCrc32c();
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(NAME).catch(() => {});
  const store = await OpfsStore.open(await root.getFileHandle(NAME, { create: true }));
  runSteps(createImage(store, { ...qemuDefaults(order.size), blockSize: order.blockSize }));
  store.flush();
  const bytes = new Uint8Array(order.length).fill(PATTERN);
  const writer = new DiskWriter(store);
  const started = performance.now();
  for (const offset of order.offsets) {
    writer.write(offset, bytes);
    writer.flush();
  }
  const time = performance.now() - started;
  writer.close();
  verify(store, order);
  store.close();
  await root.removeEntry(NAME);
  return time;
}

self.addEventListener("message", ({ data }: MessageEvent<GuestOrder>) => {
  write(data).then(
    (time) => self.postMessage(time),
    // Thrown as an error of the worker, for which the page listens.
    (thrown: unknown) =>
      setTimeout(() => {
        throw thrown;
      }),
  );
});
