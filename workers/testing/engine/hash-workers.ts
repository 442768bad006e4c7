import type { HashAnswer, HashOrder, HashWorker } from "../../engine/hashes/hash-worker.ts";
import { serveDigest } from "../../engine/hashes/hash-worker.ts";

type Listener = (event: MessageEvent<HashAnswer>) => void;

/** Stands in for a hash worker: the same messages through a port, in this thread. */
export class PortWorker implements HashWorker {
  readonly #port: MessagePort;
  readonly #failures: (() => void)[] = [];
  /** Orders that were sent and not answered yet, and the highest number of them so far. */
  unanswered = 0;
  mostUnanswered = 0;
  ended = false;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    serveDigest({
      postMessage: (answer) => port2.postMessage(answer),
      addEventListener: (type, listener) => port2.addEventListener(type, listener),
    });
    port1.addEventListener("message", () => void (this.unanswered -= 1));
    port1.start();
    port2.start();
  }

  postMessage(order: HashOrder, transfer: Transferable[]): void {
    this.unanswered += 1;
    this.mostUnanswered = Math.max(this.mostUnanswered, this.unanswered);
    this.#port.postMessage(order, transfer);
  }

  addEventListener(type: "message" | "error", listener: Listener | (() => void)): void {
    if (type === "message") this.#port.addEventListener("message", listener as (event: Event) => void);
    else this.#failures.push(listener as () => void);
  }

  /** Fails as a worker does that ran out of memory, or that could not be loaded. */
  fail(): void {
    for (const each of this.#failures) each();
  }

  terminate(): void {
    this.ended = true;
    this.#port.close();
  }
}
