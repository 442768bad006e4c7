import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { run, sparse } from "../../../e2e/support/file-systems.ts";
import { qemuImg } from "../../../e2e/support/qemu.ts";
import type { Images } from "./images.ts";
import { rawData } from "./made-by-qemu.ts";

const MIB = 2 ** 20;
/** Files of a folder. */
const TOGETHER = 500;
/** Bytes of each small file. */
export const SMALL_FILE = 2048;

/** A disk with nothing on it but an ext4, as a raw image and as a dynamic VHDX with the same bytes. */
export interface Ext4Disk {
  readonly raw: string;
  readonly image: string;
}

/** @param fill puts what the file system is to hold into an empty folder */
async function ext4Disk(
  images: Images,
  name: string,
  size: number,
  fill: (folder: string) => Promise<unknown>,
): Promise<Ext4Disk> {
  const raw = await images.get(`${name}.raw`, async (file) => {
    const folder = path.join(images.folder, `${name}.tree`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    try {
      await fill(folder);
      run("mkfs.ext4", ["-q", "-F", "-E", "nodiscard", "-d", folder, sparse(file, size)]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  const image = await images.get(`${name}.vhdx`, (file) =>
    qemuImg("convert", "-f", "raw", "-O", "vhdx", "-o", "subformat=dynamic,block_size=1M", raw, file),
  );
  return { raw, image };
}

async function fillSmall(folder: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += TOGETHER) {
    const inside = path.join(folder, `folder-${from}`);
    // oxlint-disable-next-line no-await-in-loop
    await mkdir(inside);
    const names = Array.from(
      { length: Math.min(TOGETHER, count - from) },
      (_, nth) => `file-${from + nth}.txt`,
    );
    // oxlint-disable-next-line no-await-in-loop
    await Promise.all(
      names.map((name) => writeFile(path.join(inside, name), name.repeat(SMALL_FILE).slice(0, SMALL_FILE))),
    );
  }
}

/** A disk with `count` files of {@link SMALL_FILE} bytes, 500 in a folder. @param size of the virtual disk, bytes */
export function diskOfSmallFiles(images: Images, size: number, count: number): Promise<Ext4Disk> {
  return ext4Disk(images, `ext4-${size}-${count}`, size, (folder) => fillSmall(folder, count));
}

/** A disk with one file of incompressible bytes, `large.bin`, and little else. */
export async function diskOfLargeFile(images: Images, length: number): Promise<Ext4Disk> {
  const data = await rawData(images, length);
  const size = Math.ceil((length * 1.1) / MIB) * MIB + 64 * MIB;
  return ext4Disk(images, `ext4-large-${length}`, size, async (folder) => {
    run("cp", ["--sparse=never", data, path.join(folder, "large.bin")]);
    const { size: copied } = await stat(path.join(folder, "large.bin"));
    if (copied !== length) throw new Error(`large.bin has ${copied} bytes, not ${length}`);
  });
}
