/** Hands orders to a guest in a worker. */
import type { GuestOrder } from "./messages.ts";

const worker = new Worker(new URL("./guest.worker.ts", import.meta.url), { type: "module" });

/** Milliseconds that the writes took. */
const write = (order: GuestOrder): Promise<number> =>
  new Promise((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<number>) => resolve(data), { once: true });
    worker.addEventListener("error", (event) => reject(new Error(event.message)), { once: true });
    worker.postMessage(order);
  });

Object.assign(globalThis, { benchWrite: write });
