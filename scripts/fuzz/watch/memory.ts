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
      const builtIn = globalThis[name] as unknown as ArrayConstructor;
      const note = (made: ArrayBuffer | Uint8Array, first: unknown) => {
        if (typeof first === "number" && made.byteLength > this.largest) this.largest = made.byteLength;
        return made;
      };
      // A function in place of a proxy: half of what is made in a visit are arrays.
      const wrapped = function wrapped(first: unknown, offset: unknown, length: unknown) {
        if (new.target === undefined) throw new TypeError(`Constructor ${name} requires 'new'`);
        if (new.target !== (wrapped as unknown))
          return note(Reflect.construct(builtIn, [first, offset, length], new.target) as ArrayBuffer, first);
        if (length !== undefined) return new builtIn(first, offset, length);
        if (offset !== undefined) return new builtIn(first, offset);
        return note(new builtIn(first), first);
      };
      wrapped.prototype = builtIn.prototype;
      // `from` and `of` make arrays with what they are called on.
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
