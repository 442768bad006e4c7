import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { mkdir, open, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createGunzip } from "node:zlib";
import type { CorpusImage } from "./expected.ts";

export type * from "./expected.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of the packed test images: `PLATTER_CORPUS`, else `../shared/corpus` beside the project; null if there is none. */
export function corpusFolder(): string | null {
  const folder = process.env.PLATTER_CORPUS ?? path.join(root, "../shared/corpus");
  return existsSync(path.join(folder, "EXPECTED.json")) ? folder : null;
}

/** The folder of packed cases from the field: `PLATTER_CASES`, else `../shared/cases` beside the project; null if there is none. */
export function casesFolder(): string | null {
  const folder = process.env.PLATTER_CASES ?? path.join(root, "../shared/cases");
  return existsSync(folder) ? folder : null;
}

function existingFolder(): string {
  const folder = corpusFolder();
  if (folder === null)
    throw new Error("The test images are missing: ../shared/corpus, or set PLATTER_CORPUS.");
  return folder;
}

/** What `EXPECTED.json` says about every image, in its order; empty if the corpus is missing. */
export function corpusImages(): readonly CorpusImage[] {
  const folder = corpusFolder();
  if (folder === null) return [];
  const text = readFileSync(path.join(folder, "EXPECTED.json"), "utf8");
  return (JSON.parse(text) as { images: CorpusImage[] }).images;
}

/** What `EXPECTED.json` says about one image, by its unpacked name. */
export function corpusImage(file: string): CorpusImage {
  const image = corpusImages().find((each) => each.file === file);
  if (image === undefined) throw new Error(`EXPECTED.json has no image ${file}.`);
  return image;
}

/** The path of another file of the corpus, such as `maps/qemu-64tib-8M.map.json`. */
function corpusFile(name: string): string {
  return path.join(existingFolder(), name);
}

/** Time stamp of every unpacked image: a write changes it. */
export const UNPACKED_AT = new Date("2001-02-03T04:05:06Z");

/** Path of an image once it is unpacked. */
export function unpackedPath(file: string): string {
  // Named after its content, so that a new corpus is not mistaken for the old one.
  const version = createHash("sha256")
    .update(readFileSync(corpusFile("EXPECTED.json")))
    .digest("hex")
    .slice(0, 12);
  return path.join(root, ".cache/corpus", version, file);
}

const unpacking = new Map<string, Promise<string>>();

/**
 * Unpacks an image once, as a sparse file (some have 700 MiB of zeros), into a folder that all tests share, and returns its path.
 * Never write to the file; make a copy (`copyImage`). All images are in one folder, as chains need.
 */
export function unpack(file: string): Promise<string> {
  const known = unpacking.get(file);
  if (known !== undefined) return known;
  const unpacked = unpackOnce(file);
  unpacking.set(file, unpacked);
  return unpacked;
}

async function unpackOnce(file: string): Promise<string> {
  const image = corpusImage(file);
  const target = unpackedPath(file);
  if (await isIntact(target, image.size)) return target;

  await mkdir(path.dirname(target), { recursive: true });
  // Workers may unpack the same image at once: each into its own file, and the last rename wins with the same bytes.
  const partial = `${target}.${process.pid}.part`;
  try {
    await unpackSparse(corpusFile(image.stored_as), partial, image.size);
    await utimes(partial, UNPACKED_AT, UNPACKED_AT);
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
  return target;
}

/** Whether the file is there, complete, and was not written to. */
async function isIntact(file: string, size: number): Promise<boolean> {
  try {
    const found = await stat(file);
    return found.size === size && found.mtimeMs === UNPACKED_AT.getTime();
  } catch {
    return false;
  }
}

const PIECE = 64 * 1024;
const zeros = Buffer.alloc(PIECE);

/** Writes only the 64 KiB pieces that are not all zeros. Throws unless exactly `size` bytes come out. */
async function unpackSparse(packed: string, target: string, size: number): Promise<void> {
  const out = await open(target, "w");
  try {
    await out.truncate(size);
    const piece = Buffer.alloc(PIECE);
    let filled = 0;
    let at = 0;
    const put = async () => {
      const bytes = piece.subarray(0, filled);
      if (!bytes.equals(zeros.subarray(0, filled))) await out.write(bytes, 0, filled, at);
      at += filled;
      filled = 0;
    };
    const unzipped = createReadStream(packed).pipe(createGunzip({ chunkSize: 1024 * 1024 }));
    for await (const chunk of unzipped as AsyncIterable<Buffer>) {
      for (let from = 0; from < chunk.length;) {
        const copied = chunk.copy(piece, filled, from);
        filled += copied;
        from += copied;
        if (filled === PIECE) await put();
      }
    }
    await put();
    if (at !== size) throw new Error(`${packed} unpacks to ${at} bytes, EXPECTED.json says ${size}.`);
  } finally {
    await out.close();
  }
}
