/** To a read worker: a run of a file that it is to read. */
export interface ReadOrder {
  readonly id: number;
  readonly blob: Blob;
}

/** From a read worker. */
export type ReadAnswer =
  | { readonly id: number; readonly bytes: ArrayBuffer }
  | { readonly id: number; readonly thrown: unknown };

/** The part of `Worker` that is used. */
export interface ReadWorker {
  postMessage(order: ReadOrder): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ReadAnswer>) => void): void;
  addEventListener(type: "error", listener: () => void): void;
}

/** The worker's own side of it. */
export interface ReadWorkerScope {
  postMessage(answer: ReadAnswer, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ReadOrder>) => void): void;
}

/** Makes a worker that `serveReads` runs in; throws where there can be none. */
export type StartReadWorker = () => ReadWorker;

/** Reads what it is asked to. */
export function serveReads(scope: ReadWorkerScope): void {
  scope.addEventListener("message", ({ data: { id, blob } }) => {
    blob.arrayBuffer().then(
      (bytes) => scope.postMessage({ id, bytes }, [bytes]),
      (thrown: unknown) => scope.postMessage({ id, thrown }, []),
    );
  });
}

interface Waiting {
  readonly blob: Blob;
  readonly resolve: (bytes: ArrayBuffer | Promise<ArrayBuffer>) => void;
  readonly reject: (thrown: unknown) => void;
}

/**
 * Reads of files beside what the engine computes. A browser hands the bytes of a file to the thread that asked for them, a little at a
 * time, and waits while that thread is at work.
 */
export class BlobReader {
  readonly #start: StartReadWorker | null;
  #worker: ReadWorker | null = null;
  #broken = false;
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** @param start null where there are no workers to be had: all is read here */
  constructor(start: StartReadWorker | null) {
    this.#start = start;
  }

  /** @throws DOMException as `Blob.arrayBuffer` */
  read(blob: Blob): Promise<ArrayBuffer> {
    const worker = this.#started();
    if (worker === null) return blob.arrayBuffer();
    return new Promise((resolve, reject) => {
      this.#asked += 1;
      this.#waiting.set(this.#asked, { blob, resolve, reject });
      worker.postMessage({ id: this.#asked, blob });
    });
  }

  #started(): ReadWorker | null {
    if (this.#worker !== null || this.#start === null || this.#broken) return this.#worker;
    try {
      this.#worker = this.#start();
    } catch {
      this.#broken = true;
      return null;
    }
    this.#worker.addEventListener("message", ({ data }) => this.#take(data));
    this.#worker.addEventListener("error", () => this.#giveUp());
    return this.#worker;
  }

  #take(answer: ReadAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ("bytes" in answer) waiting?.resolve(answer.bytes);
    else waiting?.reject(answer.thrown);
  }

  /** A worker that does not load answers nothing: what waits for it is read here. */
  #giveUp(): void {
    this.#broken = true;
    this.#worker = null;
    for (const { blob, resolve } of this.#waiting.values()) resolve(blob.arrayBuffer());
    this.#waiting.clear();
  }
}
