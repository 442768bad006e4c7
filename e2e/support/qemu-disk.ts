import { createHash } from "node:crypto";
import { open, stat, truncate, writeFile } from "node:fs/promises";
import type { Report } from "../../workers/api/index.ts";
import type { CorpusImage } from "./expected.ts";
import { qemuImg, qemuMap } from "./qemu.ts";

/** What qemu-img makes of an image's virtual disk. */

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Of larger disks only the stored blocks are converted, as qemu-img takes minutes for each TiB of zeros. */
const CONVERTED_UP_TO = 64 * GIB;

/** The runs of a virtual disk that are stored, by the BAT of a clean image (MS-VHDX 2.5.1). */
async function storedRuns(file: string, { image, regionTables }: Report) {
  const { blockSize, logicalSectorSize, virtualSize } = image;
  const table = regionTables.find(({ active }) => active);
  const bat = table?.entries.find(({ name }) => name === "BAT");
  if (blockSize === null || logicalSectorSize === null || virtualSize === null || bat === undefined)
    throw new Error("the report does not say where the BAT is");
  const entries = Buffer.alloc(bat.length);
  const handle = await open(file);
  try {
    await handle.read(entries, 0, bat.length, Number(bat.offset));
  } finally {
    await handle.close();
  }
  const chunkRatio = (2 ** 23 * logicalSectorSize) / blockSize;
  const runs: { readonly offset: number; readonly length: number }[] = [];
  for (let block = 0; block * blockSize < virtualSize; block += 1) {
    const index = block + Math.floor(block / chunkRatio);
    const offset = block * blockSize;
    if ((entries.readUInt32LE(index * 8) & 7) === 6)
      runs.push({ offset, length: Math.min(blockSize, virtualSize - offset) });
  }
  return runs;
}

/** Converts an image to raw; of a huge image only the stored blocks, and the rest of the raw image is holes. */
export async function convertToRaw(image: string, raw: string, report: Report): Promise<void> {
  const { virtualSize } = report.image;
  if (virtualSize === null || virtualSize <= CONVERTED_UP_TO) {
    await qemuImg("convert", "-O", "raw", image, raw);
    return;
  }
  await writeFile(raw, "");
  await truncate(raw, virtualSize);
  for (const { offset, length } of await storedRuns(image, report)) {
    const run = `driver=raw,offset=${offset},size=${length}`;
    const from = `${run},file.driver=vhdx,file.file.driver=file,file.file.filename=${image}`;
    const to = `${run},file.driver=file,file.filename=${raw}`;
    await qemuImg("convert", "-n", "--image-opts", "--target-image-opts", from, to);
  }
}

/** The corpus's sparse digest of a raw image, whose holes are not read. */
export async function sparseDigestOf(raw: string): Promise<string> {
  const { size } = await stat(raw);
  const stored = new Set<number>();
  for (const { start, length, data } of await qemuMap(raw, "raw")) {
    if (!data) continue;
    for (let at = Math.floor(start / MIB); at * MIB < start + length; at += 1) stored.add(at);
  }
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(MIB);
  const zeros = Buffer.alloc(MIB);
  const file = await open(raw);
  try {
    for (const at of [...stored].toSorted((a, b) => a - b)) {
      const piece = buffer.subarray(0, Math.min(MIB, size - at * MIB));
      await file.read(piece, 0, piece.length, at * MIB);
      if (piece.equals(zeros.subarray(0, piece.length))) continue;
      const stamp = Buffer.alloc(8);
      stamp.writeBigUInt64LE(BigInt(at * MIB));
      hash.update(stamp).update(piece);
    }
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

/** Whether the corpus says that qemu-img reads the same virtual disk, for an image without a parent. */
export const qemuAgrees = ({ outcome, parent, qemu_7_2 }: CorpusImage) =>
  outcome === "opens" && parent === null && /^(virtual disk )?agrees/.test(qemu_7_2 ?? "");
