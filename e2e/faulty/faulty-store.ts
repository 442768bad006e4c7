import { BlobStore } from "../../workers/store/blob-store.ts";
import { FAULTS, type NotedRead } from "./faults.ts";

const now = () => performance.timeOrigin + performance.now();

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Throws, in a failing run, the error that a browser gives for a failing disk and for a changed file. */
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
    // A synchronous read of a slow disk blocks the worker.
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
