import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, fstatSync, openSync, readSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { PATH } from "./needs.ts";

const env = { ...process.env, PATH, LC_ALL: "C" };

/** Runs a program; fails with what it printed. @returns what it printed */
export function run(program: string, args: readonly string[], input = ""): string {
  return execFileSync(program, args, { env, input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
}

/** Makes a sparse file of zeros. @param size bytes */
export function sparse(file: string, size: number): string {
  writeFileSync(file, "");
  truncateSync(file, size);
  return file;
}

/** Overwrites bytes of a file. */
export function overwrite(file: string, offset: number, bytes: Uint8Array): void {
  const handle = openSync(file, "r+");
  writeSync(handle, bytes, 0, bytes.length, offset);
  closeSync(handle);
}

/** Copies a file system into a place of a disk, holes left out. */
export function place(file: string, disk: string, offset: number): void {
  run("dd", [
    `if=${file}`,
    `of=${disk}`,
    "bs=1M",
    `seek=${offset}`,
    "oflag=seek_bytes",
    "conv=notrunc,sparse",
  ]);
}

/** What `blkid` says at an offset of a file: "ext4", "dos"; null where it knows nothing. */
export function blkidType(file: string, offset = 0): string | null {
  const args = ["-p", "-o", "export", "-O", String(offset), file];
  const { stdout } = spawnSync("blkid", args, { env, encoding: "utf8" });
  const of = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(stdout)?.[1] ?? null;
  return of("TYPE") ?? of("PTTYPE");
}

/** A raw file as a disk, which counts the reads. */
export class RawDisk {
  readonly size: number;
  readonly logicalSectorSize: number;
  reads = 0;
  bytesRead = 0;
  readonly #handle: number;

  constructor(file: string, logicalSectorSize = 512) {
    this.#handle = openSync(file, "r");
    this.size = fstatSync(this.#handle).size;
    this.logicalSectorSize = logicalSectorSize;
  }

  read(offset: number, into: Uint8Array): void {
    this.reads += 1;
    this.bytesRead += into.length;
    if (readSync(this.#handle, into, 0, into.length, offset) !== into.length)
      throw new Error(`read past the end, at ${offset}`);
  }

  async readBulk(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    this.read(offset, bytes);
    return bytes;
  }

  close(): void {
    closeSync(this.#handle);
  }
}
