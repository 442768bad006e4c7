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

interface ArrayConstructor {
  new (...rest: unknown[]): ArrayBuffer;
  readonly prototype: object;
}

const MOST = 64 * 1024 * 1024;
/** Tolerance for garbage that is not collected yet. */
const SLACK = 64 * 1024 * 1024;

/**
 * Measures allocations. Single arrays are seen by the constructors of typed arrays and buffers, which `install` wraps in this
 * process; everything else by the size of the heap and of all buffers after the visits, once garbage is collected.
 */
export class MemoryWatch {
  largest = 0;
  #before = 0;

  /**
   * Wraps the constructors, once per process. Arrays made by methods (`slice`) are no longer than an array that was made before.
   */
  install(): void {
    for (const name of NAMES) {
      const builtIn = globalThis[name] as unknown as ArrayConstructor;
      const note = (made: ArrayBuffer | Uint8Array, first: unknown) => {
        if (typeof first === "number" && made.byteLength > this.largest) this.largest = made.byteLength;
        return made;
      };
      // A function, which is faster than a proxy: half of the objects of a visit are arrays.
      const wrapped = function wrapped(first: unknown, offset: unknown, length: unknown) {
        if (new.target === undefined) throw new TypeError(`Constructor ${name} requires 'new'`);
        if (new.target !== (wrapped as unknown))
          return note(Reflect.construct(builtIn, [first, offset, length], new.target) as ArrayBuffer, first);
        if (length !== undefined) return new builtIn(first, offset, length);
        if (offset !== undefined) return new builtIn(first, offset);
        return note(new builtIn(first), first);
      };
      wrapped.prototype = builtIn.prototype;
      // `from` and `of` call the constructor that they are called on.
      Object.setPrototypeOf(wrapped, builtIn);
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

  /** @returns the array since `begin` that was too large, in words; null if there was none. */
  end(): string | null {
    return this.largest > MOST ? `one array of ${this.largest} bytes` : null;
  }

  /** Before a mutant is opened. */
  beginAll(): void {
    this.#before = this.#held();
  }

  /** After all visits, while the mutant is still open. @returns the growth since `beginAll` if it is too large, in words. */
  endAll(): string | null {
    if (this.#held() - this.#before <= MOST + SLACK) return null;
    globalThis.gc?.();
    const kept = this.#held() - this.#before;
    // Two layers with their tables of blocks, and pages of the cache.
    return globalThis.gc !== undefined && kept > 2 * MOST + SLACK ? `${kept} bytes are held` : null;
  }
}
