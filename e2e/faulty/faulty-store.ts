import { BlobStore } from "../../workers/store/blob-store.ts";
import { FAULTS, type NotedRead } from "./faults.ts";

const now = () => performance.timeOrigin + performance.now();

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What a browser throws for a disk that fails, and for a file that changed. */
function failWhereItMust(start: number, end: number): void {
  if (FAULTS.failing.some((run) => run.start < end && start < run.end))
    throw new DOMException("The requested file could not be read.", "NotReadableError");
}

function note(start: number, end: number, blocking: boolean): NotedRead {
  const read = { start, end, blocking, from: now(), until: null };
  FAULTS.reads.push(read);
  return read;
}

/** A file on a disk as slow and as broken as `FAULTS` says. */
export class FaultyStore extends BlobStore {
  protected override bytesNow(start: number, end: number): ArrayBuffer {
    const read = note(start, end, true);
    // What a slow disk does to a synchronous read: the worker hangs.
    while (now() - read.from < FAULTS.delay);
    read.until = now();
    failWhereItMust(start, end);
    return super.bytesNow(start, end);
  }

  protected override async bytesLater(start: number, end: number): Promise<ArrayBuffer> {
    const read = note(start, end, false);
    await pause(FAULTS.delay);
    // oxlint-disable-next-line no-await-in-loop
    while (FAULTS.held) await pause(5);
    read.until = now();
    failWhereItMust(start, end);
    return super.bytesLater(start, end);
  }
}
