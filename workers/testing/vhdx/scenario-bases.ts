import { KIB, MIB } from "../../shared/numbers.ts";
import { runSteps } from "../../bytes/steps.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import type { ReadableStore, Store } from "../../store/store.ts";
import { encodeLocator } from "../../vhdx/chain/locator.ts";
import { NOT_PRESENT } from "../../shared/bat-states.ts";
import { createImage } from "../../vhdx/write/create.ts";
import type { CreateOptions } from "../../vhdx/write/create-options.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import { openAfterCrash } from "./judge.ts";

/** A small disk whose last block is a partial one. */
export const SMALL: CreateOptions = {
  type: "dynamic",
  size: 12 * MIB + 300 * KIB,
  blockSize: MIB,
  logicalSectorSize: 512,
  physicalSectorSize: 4096,
  logSize: MIB,
  blockState: NOT_PRESENT,
  creator: "Platter test",
};

/** A new image, after `prepare` wrote to it. No crash happens before that. */
export function image(options: Partial<CreateOptions> = {}, prepare?: (writer: DiskWriter) => void): Store {
  const store = new MemoryStore();
  runSteps(createImage(store, { ...SMALL, ...options }));
  if (prepare !== undefined) {
    const writer = new DiskWriter(store);
    prepare(writer);
    writer.close();
  }
  return store;
}

/**
 * A differencing disk over a parent with data in every block. Its own blocks are 2 MiB, twice the parent's.
 *
 * @param options of the child, beyond those that it takes from the parent
 */
export function childOf(
  parent: ReadableStore,
  options: Partial<CreateOptions> = {},
  prepare?: (writer: DiskWriter) => void,
): Store {
  const { headers, structures } = openAfterCrash(parent);
  const { virtualSize, diskId, logicalSectorSize } = structures.facts;
  const linkage = headers.active?.values.dataWriteGuid ?? "";
  const store = new MemoryStore();
  const sizes = { size: virtualSize ?? 0, logicalSectorSize: logicalSectorSize ?? 0, blockSize: 2 * MIB };
  const locator = encodeLocator({ parent_linkage: `{${linkage}}`, relative_path: ".\\parent.vhdx" });
  const inherited = { ...(diskId !== null && { diskId }), locator };
  runSteps(createImage(store, { ...SMALL, ...sizes, ...options }, undefined, inherited));
  if (prepare !== undefined) {
    const writer = new DiskWriter(store, undefined, structures.disk);
    prepare(writer);
    writer.close();
  }
  return store;
}

/** Bytes without a zero, different in every sector and for every `tag`. */
export function pattern(tag: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = 1 + ((tag * 37 + (at >> 9) * 11 + at * 3) % 255);
  return bytes;
}
