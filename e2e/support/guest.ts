import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run, sparse } from "./file-systems.ts";
import { qemuImg } from "./qemu.ts";

/** A picture of one red pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

/** Block size of the file systems that are made here, bytes. */
export const GUEST_BLOCK = 4096;

/** Files as a guest could have them, below a folder of this machine. */
export function guestTree(folder: string): void {
  const put = (name: string, content: string | Uint8Array, mode = 0o644) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
  };
  put("etc/hosts", "127.0.0.1\tlocalhost\n");
  put("etc/deep/er/still/here.conf", "depth = 4\n");
  put("bin/tool", "#!/bin/sh\necho never run\n", 0o4755);
  put("usr/bin/su", "#!/bin/sh\n", 0o4755);
  put("usr/share/latin.txt", Buffer.from("Gr\xfc\xdfe aus K\xf6ln\n", "latin1"));
  put("usr/share/page.html", "<script>document.title = 'run'</script><img src=http://example.com/x.png>\n");
  put("usr/share/pixel.png", PNG);
  put(
    "big.bin",
    Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 8)) & 255),
  );
  put("empty", "");
  put("näme with späces.txt", "UTF-8: ✓\n");
  for (let at = 1; at <= 120; at++) put(`many/file${at}.txt`, `${at}\n`);
  symlinkSync("etc/hosts", path.join(folder, "link"));
  symlinkSync("latin.txt", path.join(folder, "usr/share/text"));
}

/** Makes a raw disk of an ext4 file system with a tree. @param size of the disk, bytes */
export function rawExt4(tree: string, raw: string, size = 64 * 2 ** 20): string {
  sparse(raw, size);
  // Neither inode tables nor the journal are written where they are zeros: a disk of 1 TiB takes seconds.
  const lazy = "lazy_itable_init=1,lazy_journal_init=1,nodiscard";
  const options = ["-b", String(GUEST_BLOCK), "-L", "guest", "-E", lazy];
  run("mkfs.ext4", ["-q", "-F", ...options, "-d", tree, raw]);
  return raw;
}

/**
 * Makes a VHDX of an ext4 file system with a tree.
 *
 * @param size of the disk, bytes
 * @param spoil does something to the raw disk first
 */
export async function ext4Disk(
  tree: string,
  vhdx: string,
  size = 64 * 2 ** 20,
  spoil: (raw: string) => void = () => {},
): Promise<void> {
  const raw = rawExt4(tree, `${vhdx}.raw`, size);
  spoil(raw);
  await qemuImg("convert", "-f", "raw", "-O", "vhdx", raw, vhdx);
}

/** Runs commands of debugfs on a raw disk, which it changes. */
export const debugfs = (raw: string, ...commands: readonly string[]): string =>
  commands.map((command) => run("debugfs", ["-w", "-R", command, raw])).join("");

/** Bytes of a raw disk that a file occupies, by debugfs: the blocks of its content. */
export function blocksOf(raw: string, file: string): readonly number[] {
  const numbers = debugfs(raw, `blocks ${file}`).trim().split(/\s+/).filter(Boolean);
  return numbers.map((block) => Number(block) * GUEST_BLOCK);
}
