import type { Page, Worker } from "@playwright/test";
import type { Footprint } from "../result.ts";
import { MemoryWatch } from "./memory-watch.ts";
import { NAME_HELPER } from "./name-helper.ts";

/** Only workers have this class, and Node's types don't know it. */
declare const FileReaderSync: {
  readonly prototype: { readAsArrayBuffer: (this: unknown, blob: Blob) => ArrayBuffer };
};

type Counting = typeof globalThis & { benchReads?: { count: number; bytes: number } };

/** From now on, and from zero, counts the reads that a worker requests of the browser. */
export async function countReads(worker: Worker): Promise<void> {
  await worker.evaluate(NAME_HELPER);
  await worker.evaluate(() => {
    const page = globalThis as Counting;
    if (page.benchReads !== undefined) {
      Object.assign(page.benchReads, { count: 0, bytes: 0 });
      return;
    }
    const reads = { count: 0, bytes: 0 };
    const note = (blob: Blob) => {
      reads.count += 1;
      reads.bytes += blob.size;
    };
    const { readAsArrayBuffer } = FileReaderSync.prototype;
    FileReaderSync.prototype.readAsArrayBuffer = function (this: unknown, blob: Blob) {
      note(blob);
      return readAsArrayBuffer.call(this, blob);
    };
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = function () {
      note(this);
      return arrayBuffer.call(this);
    };
    // For large reads the engine hands the run to a worker of its own.
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, message: unknown, ...more: never[]) {
      if (message instanceof Object && "blob" in message && message.blob instanceof Blob) note(message.blob);
      postMessage.call(this, message, ...more);
    };
    page.benchReads = reads;
  });
}

const readsOf = (worker: Worker) =>
  worker.evaluate(() => (globalThis as Counting).benchReads ?? { count: 0, bytes: 0 });

/**
 * Measures what a tab's engine reads, and the memory of its workers, while `work` runs.
 *
 * @param engine the tab's worker, before it opens a file of interest
 */
export async function footprintOf<T>(
  tab: Page,
  engine: Worker,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly footprint: Footprint }> {
  const watch = await MemoryWatch.start(tab.context());
  try {
    await watch.settle();
    const empty = watch.peak;
    const emptyProcess = watch.processPeak ?? 0;
    await countReads(engine);
    const result = await work();
    const { count, bytes } = await readsOf(engine);
    await watch.settle();
    const { peak, processPeak } = watch;
    const processMemory = processPeak === null ? null : processPeak - emptyProcess;
    return {
      result,
      footprint: { reads: count, bytesRead: bytes, peakMemory: peak - empty, processMemory },
    };
  } finally {
    await watch.stop();
  }
}
