/** The page's half: takes the dropped files and hands them to the worker, where stores can be read. */
import type { Dropped, Outcome, Request } from "./messages.ts";

declare global {
  interface Window {
    /** The files that were dropped, once they were. */
    dropped: Promise<Dropped>;
    /** Runs the suite on one backend and resolves with what each case came to. */
    runSuite(backend: string): Promise<readonly Outcome[]>;
    backends(): Promise<readonly string[]>;
    /** The bytes that the dropped files must have. */
    contents(): Promise<readonly (readonly number[])[]>;
  }
  interface DataTransferItem {
    getAsFileSystemHandle(): Promise<FileSystemHandle | null>;
  }
}

const worker = new Worker(new URL("./suite.worker.ts", import.meta.url), { type: "module" });

let calls = 0;
function ask<T>(what: Request["ask"]): Promise<T> {
  calls += 1;
  const call = calls;
  return new Promise((resolve, reject) => {
    worker.addEventListener("error", (event) => reject(new Error(event.message)));
    worker.addEventListener("message", ({ data }: MessageEvent<{ call: number; answer: T }>) => {
      if (data.call === call) resolve(data.answer);
    });
    worker.postMessage({ ask: what, call } satisfies Request);
  });
}

async function take(items: readonly DataTransferItem[]): Promise<Dropped> {
  // Ask for all before the first answer: the items are gone when the event is over.
  const files = items.map((item) => item.getAsFile());
  const handles = await Promise.all(items.map((item) => item.getAsFileSystemHandle()));
  return {
    files: files.filter((file) => file !== null),
    handles: handles.filter((handle) => handle instanceof FileSystemFileHandle),
  };
}

window.dropped = new Promise((resolve) => {
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    resolve(take([...(event.dataTransfer?.items ?? [])]));
  });
});
window.backends = () => ask("backends");
window.contents = () => ask("contents");
window.runSuite = async (backend) => ask({ backend, dropped: await window.dropped });
