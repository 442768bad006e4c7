import type { BrowserContext, CDPSession } from "@playwright/test";
import { rendererMemory } from "../../../e2e/support/renderer-memory.ts";

/** Milliseconds between two measurements. */
const EVERY = 50;

interface HeapUsage {
  readonly usedSize: number;
  readonly embedderHeapUsedSize: number;
  /** Array buffers. */
  readonly backingStorageSize: number;
}

/**
 * Measures the memory of all dedicated workers of a browser, again and again. One page is open at a time; its engine may start
 * workers, which a page's session does not see.
 */
export class MemoryWatch {
  readonly #session: CDPSession;
  readonly #sessions = new Map<string, string>();
  /** Bytes that each worker held when it last answered, by session. */
  readonly #held = new Map<string, number>();
  #asked = 0;
  #looking: Promise<void> | null = null;
  /** The most bytes that all workers held at once, as their heaps count. */
  peak = 0;
  /** The most bytes of the page's process, which include memory that no heap counts; null if the system does not tell. */
  processPeak: number | null = null;

  private constructor(session: CDPSession) {
    this.#session = session;
    session.on("Target.detachedFromTarget", ({ sessionId }) => void this.#held.delete(sessionId));
    session.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
      const { result } = JSON.parse(message) as { readonly result?: Partial<HeapUsage> };
      if (result?.usedSize === undefined || !this.#held.has(sessionId)) return;
      const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = result;
      this.#held.set(sessionId, usedSize + embedderHeapUsedSize + backingStorageSize);
      const now = [...this.#held.values()].reduce((sum, bytes) => sum + bytes, 0);
      this.peak = Math.max(this.peak, now);
    });
  }

  static async start(context: BrowserContext): Promise<MemoryWatch> {
    const browser = context.browser();
    if (browser === null) throw new Error("The browser tells nothing about itself.");
    const watch = new MemoryWatch(await browser.newBrowserCDPSession());
    await watch.#look();
    let running = true;
    watch.#stop = () => {
      running = false;
    };
    watch.#looking = (async () => {
      while (running) {
        // oxlint-disable-next-line no-await-in-loop
        await new Promise((resolve) => setTimeout(resolve, EVERY));
        // oxlint-disable-next-line no-await-in-loop
        await watch.#look();
      }
    })();
    return watch;
  }

  #stop = () => {};

  /** Waits for two more measurements, so that the workers' present memory is known. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, EVERY * 4));
  }

  async stop(): Promise<void> {
    this.#stop();
    await this.#looking;
    await this.#session.detach();
  }

  async #look(): Promise<void> {
    await this.#attach();
    const memory = await rendererMemory(this.#session);
    if (memory !== null) this.processPeak = Math.max(this.processPeak ?? 0, memory);
    const asked = [...this.#held.keys()].map((sessionId) => {
      this.#asked += 1;
      const message = JSON.stringify({ id: this.#asked, method: "Runtime.getHeapUsage" });
      return this.#session.send("Target.sendMessageToTarget", { sessionId, message });
    });
    // The worker may be gone meanwhile.
    await Promise.allSettled(asked);
  }

  async #attach(): Promise<void> {
    const filter = [{ type: "worker", exclude: false }, { exclude: true }];
    const { targetInfos } = await this.#session.send("Target.getTargets", { filter });
    for (const { targetId } of targetInfos) {
      if (this.#sessions.has(targetId)) continue;
      this.#sessions.set(targetId, "");
      const asked = this.#session.send("Target.attachToTarget", { targetId, flatten: false });
      // A worker may be gone since it was listed.
      // oxlint-disable-next-line no-await-in-loop
      const attached = await asked.catch(() => null);
      if (attached === null) continue;
      this.#sessions.set(targetId, attached.sessionId);
      this.#held.set(attached.sessionId, 0);
    }
  }
}
