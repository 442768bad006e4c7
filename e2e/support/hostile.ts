import { readFile } from "node:fs/promises";
import { unpack } from "./corpus.ts";

const KIB = 1024;
const HEADERS = [64 * KIB, 128 * KIB] as const;
const REGION_TABLES = [192 * KIB, 256 * KIB] as const;
const BAT = "2dc27766f62342009d64115e9bfd4a08";
const METADATA = "8b7ca20647904b9ab8fe575f050f886e";

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** CRC-32C of bytes, for images with wrong values and a right checksum. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

/** A GUID as hex digits in the order of its text, from the bytes of a file. */
function guidAt(bytes: Buffer, at: number): string {
  const swapped = Buffer.from(bytes.subarray(at, at + 16));
  swapped.subarray(0, 4).reverse();
  swapped.subarray(4, 6).reverse();
  swapped.subarray(6, 8).reverse();
  return swapped.toString("hex");
}

/** A sound image in memory that a test spoils field by field; checksums are updated, so that only the values are wrong. */
export class SpoiltImage {
  readonly bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** @param file an image of the corpus */
  static async of(file: string): Promise<SpoiltImage> {
    return new SpoiltImage(await readFile(await unpack(file)));
  }

  #updateChecksum(at: number, length: number): void {
    this.bytes.writeUInt32LE(0, at + 4);
    this.bytes.writeUInt32LE(crc32c(this.bytes.subarray(at, at + length)), at + 4);
  }

  /** Changes both headers (MS-VHDX 2.2.2); their sequence numbers stay. */
  headers(change: (header: Buffer) => void): void {
    for (const at of HEADERS) {
      change(this.bytes.subarray(at, at + 4 * KIB));
      this.#updateChecksum(at, 4 * KIB);
    }
  }

  /** Changes both region tables (MS-VHDX 2.2.3). */
  regionTables(change: (table: Buffer) => void): void {
    for (const at of REGION_TABLES) {
      change(this.bytes.subarray(at, at + 64 * KIB));
      this.#updateChecksum(at, 64 * KIB);
    }
  }

  /** Changes the region tables' entry of a region, 32 bytes. */
  regionEntry(region: "bat" | "metadata", change: (entry: Buffer) => void): void {
    this.regionTables((table) => {
      const at = this.#entryOf(table, region);
      change(table.subarray(at, at + 32));
    });
  }

  #entryOf(table: Buffer, region: "bat" | "metadata"): number {
    const wanted = region === "bat" ? BAT : METADATA;
    for (let at = 16; at < 16 + 32 * table.readUInt32LE(8); at += 32)
      if (guidAt(table, at) === wanted) return at;
    throw new Error(`the image has no ${region} region`);
  }

  /** The bytes of a region, as the region table of the untouched image has it. */
  region(region: "bat" | "metadata"): Buffer {
    const table = this.bytes.subarray(REGION_TABLES[0], REGION_TABLES[0] + 64 * KIB);
    const at = this.#entryOf(table, region);
    const offset = Number(table.readBigUInt64LE(at + 16));
    return this.bytes.subarray(offset, offset + table.readUInt32LE(at + 24));
  }

  /** The bytes of a metadata item; `id` as hex digits in the order of the GUID's text (MS-VHDX 2.6.2). */
  metadataItem(id: string, change: (item: Buffer, entry: Buffer) => void): void {
    const metadata = this.region("metadata");
    for (let at = 32; at < 32 + 32 * metadata.readUInt16LE(10); at += 32) {
      if (guidAt(metadata, at) !== id) continue;
      const offset = metadata.readUInt32LE(at + 16);
      change(
        metadata.subarray(offset, offset + metadata.readUInt32LE(at + 20)),
        metadata.subarray(at, at + 32),
      );
      return;
    }
    throw new Error(`the image has no metadata item ${id}`);
  }

  /** Changes a log entry (MS-VHDX 2.3.1) at a file offset; the entry must not wrap. */
  logEntry(at: number, change: (entry: Buffer) => void): void {
    const length = this.bytes.readUInt32LE(at + 8);
    change(this.bytes.subarray(at, at + length));
    this.#updateChecksum(at, length);
  }
}

/** Metadata items, for `metadataItem`. */
export const ITEMS = {
  fileParameters: "caa16737fa364d43b3b633f0aa44e76b",
  virtualDiskSize: "2fa54224cd1b4876b2115dbed83bf4b8",
  logicalSectorSize: "8141bf1da96f4709ba47f233a8faab5f",
  parentLocator: "a8d35f2db30b454dabf7d3d84834ab0c",
} as const;
