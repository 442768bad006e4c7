import type { ReadableStore } from "../store/store.ts";

/** A virtual disk. */
export interface Disk extends ReadableStore {
  readonly logicalSectorSize: number;
}
