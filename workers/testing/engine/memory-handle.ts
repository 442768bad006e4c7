import { MemoryStore } from "../../store/memory-store.ts";
import type { SyncHandle } from "../../store/opfs-store.ts";

/** A sync access handle over memory, as a working disk has it. As with OPFS, a read at the end comes back short. */
export class MemoryHandle implements SyncHandle {
  readonly file: MemoryStore;

  constructor(file: MemoryStore = new MemoryStore()) {
    this.file = file;
  }

  read(target: AllowSharedBufferSource, options?: FileSystemReadWriteOptions): number {
    const at = options?.at ?? 0;
    const into = target as Uint8Array;
    const length = Math.max(0, Math.min(into.length, this.file.size - at));
    this.file.read(at, into.subarray(0, length));
    return length;
  }

  write(source: AllowSharedBufferSource, options?: FileSystemReadWriteOptions): number {
    this.file.write(options?.at ?? 0, source as Uint8Array);
    return source.byteLength;
  }

  truncate(size: number): void {
    this.file.truncate(size);
  }

  getSize(): number {
    return this.file.size;
  }

  flush(): void {}
  close(): void {}
}
