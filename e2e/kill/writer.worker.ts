/** Writes to the disk as a guest until it is killed. */
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { applyLog } from "../../workers/vhdx/write/apply-log.ts";
import { DiskWriter } from "../../workers/vhdx/write/disk-writer.ts";
import { bytesOf, DISK, operationOf, SECTOR, UNNOTED_FLUSHES } from "./guest.ts";
import type { Noted, WriterOrder, WriterReport } from "./messages.ts";
import { openWhenFree } from "./open-when-free.ts";
import { openWorkingDisk } from "../../workers/engine/working/working-disks.ts";

const report = (what: WriterReport) => self.postMessage(what);

/** Flushes that were reported but not acknowledged yet. The judge does not know which operations began after them. */
let unnoted = 0;
let wake = () => {};

function reportFlush(number: number): void {
  unnoted += 1;
  report({ kind: "flushed", number });
}

async function untilNoted(): Promise<void> {
  while (unnoted >= UNNOTED_FLUSHES) {
    // oxlint-disable-next-line no-await-in-loop
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

function run(writer: DiskWriter, seed: number, number: number): void {
  const operation = operationOf(seed, number);
  const offset = operation.first * SECTOR;
  const length = operation.count * SECTOR;
  if (operation.kind === "write") writer.write(offset, bytesOf(number, operation));
  else if (operation.kind === "zero") writer.zero(offset, length);
  else if (operation.kind === "trim") writer.trim(offset, length, "release-space");
  else writer.close();
  if (!operation.flush) return;
  writer.flush();
  reportFlush(number);
}

async function write({ seed, from, count }: WriterOrder): Promise<void> {
  await loadCrc32c();
  const store = await openWhenFree(() => openWorkingDisk(DISK));
  report({ kind: "opened" });
  applyLog(store);
  const writer = new DiskWriter(store);
  for (let number = from; count === null || number < from + count; number++) {
    run(writer, seed, number);
    // oxlint-disable-next-line no-await-in-loop
    await untilNoted();
  }
  writer.close();
  reportFlush(from + (count ?? 0) - 1);
  store.close();
  report({ kind: "closed" });
}

self.addEventListener("message", ({ data }: MessageEvent<WriterOrder | Noted>) => {
  if (data === "noted") {
    unnoted -= 1;
    wake();
    return;
  }
  // An exception here ends up as the worker's error event, which fails the test.
  write(data).catch((thrown: unknown) =>
    setTimeout(() => {
      throw thrown;
    }),
  );
});
