/** Message to a read worker: a run of a file to read. */
export interface ReadOrder {
  readonly id: number;
  readonly blob: Blob;
}

/** Answer of a read worker. */
export type ReadAnswer =
  | { readonly id: number; readonly bytes: ArrayBuffer }
  | { readonly id: number; readonly thrown: unknown };

/** The part of `Worker` that is used here. */
export interface ReadWorker {
  postMessage(order: ReadOrder): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ReadAnswer>) => void): void;
  addEventListener(type: "error", listener: () => void): void;
}

/** The part of a worker's global scope that is used here. */
export interface ReadWorkerScope {
  postMessage(answer: ReadAnswer, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ReadOrder>) => void): void;
}

/** Starts a worker that runs `serveReads`; throws where no worker can be started. */
export type StartReadWorker = () => ReadWorker;

/** Answers each `ReadOrder`; runs inside the read worker. */
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
 * Reads files in a worker of its own. A browser delivers the bytes of a file piece by piece to the thread that asked for them,
 * and the delivery stops while that thread computes; so the engine's thread had better not ask for large reads itself.
 */
export class BlobReader {
  readonly #start: StartReadWorker | null;
  #worker: ReadWorker | null = null;
  #broken = false;
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** @param start null where no worker can be had: then this thread reads everything */
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
    this.#worker.addEventListener("message", ({ data }) => this.#settle(data));
    this.#worker.addEventListener("error", () => this.#giveUp());
    return this.#worker;
  }

  #settle(answer: ReadAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ("bytes" in answer) waiting?.resolve(answer.bytes);
    else waiting?.reject(answer.thrown);
  }

  /** A worker that does not load never answers: this thread makes the reads that wait for it. */
  #giveUp(): void {
    this.#broken = true;
    this.#worker = null;
    for (const { blob, resolve } of this.#waiting.values()) resolve(blob.arrayBuffer());
    this.#waiting.clear();
  }
}
