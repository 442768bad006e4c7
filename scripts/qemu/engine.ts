import { openSync, closeSync, writeSync, ftruncateSync } from "node:fs";
import { qemuCheck, tool } from "../../e2e/support/qemu.ts";
import { MIB } from "../../workers/shared/numbers.ts";
import type { ReadableStore } from "../../workers/store/store.ts";
import { openAfterCrash } from "../../workers/testing/vhdx/judge.ts";
import { DiskWriter } from "../../workers/vhdx/write/disk-writer.ts";
import { NodeWritableStore } from "../node-writable-store.ts";

/**
 * Opens a file with our engine, calls `work`, and closes the file. No machine crashes here, so flushes need not wait for the
 * disk.
 */
export function withStore<T>(image: string, work: (store: NodeWritableStore) => T): T {
  const store = new NodeWritableStore(image, "open", false);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** One session of our writer. */
export function edit(image: string, work: (writer: DiskWriter) => void): void {
  withStore(image, (store) => {
    const writer = new DiskWriter(store);
    work(writer);
    writer.close();
  });
}

/** What our checker says of an image, worst things only. A log that is left to be replayed is no fault. */
export function ourFindings(store: ReadableStore): string[] {
  return openAfterCrash(store)
    .findings.filter(({ severity, code }) => severity !== "info" && code !== "log-needs-replay")
    .map(({ code }) => code);
}

/** The complaints of both checkers; empty if there are none. */
export async function complaints(image: string): Promise<string[]> {
  const { status, output } = await qemuCheck(image);
  return [...withStore(image, ourFindings), ...(status === 0 ? [] : [output])];
}

/** Writes a store into a file with holes. */
export function toFile(store: ReadableStore, path: string): void {
  const file = openSync(path, "w");
  try {
    ftruncateSync(file, store.size);
    const bytes = new Uint8Array(MIB / 4);
    const zeros = new Uint8Array(bytes.length);
    for (let at = 0; at < store.size; at += bytes.length) {
      const part = bytes.subarray(0, Math.min(bytes.length, store.size - at));
      store.read(at, part);
      if (Buffer.compare(part, zeros.subarray(0, part.length)) !== 0)
        writeSync(file, part, 0, part.length, at);
    }
  } finally {
    closeSync(file);
  }
}

/** Writes the virtual disk as we read it into a raw file, with holes. */
export function convertToRaw(image: string, raw: string): void {
  withStore(image, (store) => {
    const { disk } = openAfterCrash(store).structures;
    if (disk === null) throw new Error(`${image} has no virtual disk`);
    const out = openSync(raw, "w");
    try {
      ftruncateSync(out, disk.size);
      for (const { offset, length, source } of disk.extents(0, disk.size)) {
        if (source.kind === "zero") continue;
        const bytes = new Uint8Array(length);
        disk.read(offset, bytes);
        writeSync(out, bytes, 0, length, offset);
      }
    } finally {
      closeSync(out);
    }
  });
}

/** The output of `qemu-img compare` for two disks; `Images are identical.` if they are. */
export async function compare(raw: string, image: string): Promise<string> {
  const { stdout, stderr } = await tool("qemu-img", ["compare", "-f", "raw", "-F", "vhdx", raw, image]);
  return (stdout + stderr).trim();
}
