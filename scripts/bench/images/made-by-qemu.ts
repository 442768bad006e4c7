import { randomFillSync } from "node:crypto";
import { open } from "node:fs/promises";
import { qemuImg, qemuIo } from "../../../e2e/support/qemu.ts";
import type { Images } from "./images.ts";

const MIB = 2 ** 20;
/** The most commands for one run of qemu-io. */
const COMMANDS = 200;

const dynamic = (blockSize: number) => ["-f", "vhdx", "-o", `subformat=dynamic,block_size=${blockSize}`];

/** An empty dynamic disk. */
export function emptyDisk(images: Images, size: number, blockSize: number): Promise<string> {
  return images.get(`empty-${size}-${blockSize}.vhdx`, (file) =>
    qemuImg("create", "-q", ...dynamic(blockSize), file, String(size)),
  );
}

/**
 * A raw image that begins with incompressible bytes without zeros.
 *
 * @param size of the image; behind the data it is one hole
 */
export function rawData(images: Images, data: number, size = data): Promise<string> {
  return images.get(`data-${data}-${size}.raw`, async (file) => {
    const handle = await open(file, "wx");
    const bytes = Buffer.alloc(4 * MIB);
    try {
      for (let at = 0; at < data; at += bytes.length) {
        randomFillSync(bytes);
        // oxlint-disable-next-line no-await-in-loop
        await handle.write(bytes, 0, Math.min(bytes.length, data - at), at);
      }
      await handle.truncate(size);
    } finally {
      await handle.close();
    }
  });
}

/** The same bytes as a dynamic VHDX, fully allocated if `size` is not larger than `data`. */
export async function diskWithData(images: Images, data: number, size = data): Promise<string> {
  const raw = await rawData(images, data, size);
  return images.get(`disk-${data}-${size}.vhdx`, (file) =>
    qemuImg("convert", "-f", "raw", "-O", "vhdx", "-o", "subformat=dynamic", raw, file),
  );
}

/** A dynamic disk with 1 MiB of data in each of `blocks` blocks, spread evenly over the disk. */
export function sparseDisk(images: Images, size: number, blocks: number): Promise<string> {
  return images.get(`sparse-${size}-${blocks}.vhdx`, async (file) => {
    await qemuImg("create", "-q", ...dynamic(MIB), file, String(size));
    const apart = Math.floor(size / MIB / blocks);
    const writes = Array.from(
      { length: blocks },
      (_, at) => `write -q -P ${(at % 255) + 1} ${at * apart * MIB} 1M`,
    );
    for (let at = 0; at < writes.length; at += COMMANDS) {
      // oxlint-disable-next-line no-await-in-loop
      const { status, stderr } = await qemuIo(file, writes.slice(at, at + COMMANDS));
      if (status !== 0) throw new Error(`qemu-io: ${stderr}`);
    }
  });
}
