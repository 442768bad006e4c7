import { getHeapStatistics } from "node:v8";

/** Constructors whose first argument can be a length. */
const NAMES = [
  "ArrayBuffer",
  "Uint8Array",
  "Uint16Array",
  "Uint32Array",
  "Int32Array",
  "Float64Array",
] as const;

const MOST = 64 * 1024 * 1024;
/** Garbage that is not collected yet is no breach: so much more is looked at after a collection. */
const SLACK = 64 * 1024 * 1024;

/**
 * What is allocated. Single arrays are seen through the constructors of typed arrays and buffers, which `install` wraps
 * in this process; everything else by what the heap and all buffers hold after a visit, once garbage is collected.
 */
export class MemoryWatch {
  largest = 0;
  #before = 0;

  /** Wraps the constructors, once a process. Arrays made by methods (`slice`) are as long as one that was made before. */
  install(): void {
    for (const name of NAMES) {
      const builtIn = globalThis[name] as unknown as {
        new (...rest: unknown[]): ArrayBuffer;
        prototype: object;
      };
      const wrapped = new Proxy(builtIn, {
        construct: (target, args, newTarget) => {
          const made = Reflect.construct(target, args, newTarget) as ArrayBuffer | Uint8Array;
          if (typeof args[0] === "number") this.largest = Math.max(this.largest, made.byteLength);
          return made;
        },
      });
      Reflect.set(globalThis, name, wrapped);
    }
  }

  #held(): number {
    // Unlike `process.memoryUsage` this does not ask the system, which takes longer than some visits.
    const { used_heap_size: heap, external_memory: buffers } = getHeapStatistics();
    return heap + buffers;
  }

  /** A visit begins. */
  begin(): void {
    this.largest = 0;
  }

  /** @returns the array that was too large since `begin`, in words; null where none was. */
  end(): string | null {
    return this.largest > MOST ? `one array of ${this.largest} bytes` : null;
  }

  /** Before a mutant is opened. */
  beginAll(): void {
    this.#before = this.#held();
  }

  /** After all visits, the mutant still being open. @returns what is held beyond what was before, in words. */
  endAll(): string | null {
    if (this.#held() - this.#before <= MOST + SLACK) return null;
    globalThis.gc?.();
    const kept = this.#held() - this.#before;
    // Two layers, each with what it knows of its blocks, and pages of the cache.
    return globalThis.gc !== undefined && kept > 2 * MOST + SLACK ? `${kept} bytes are held` : null;
  }
}
