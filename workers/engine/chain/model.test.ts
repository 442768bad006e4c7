import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { filePieces, layerFile } from "../exports/pieces/layer-file.ts";
import { flattenedPieces } from "../exports/chain/flatten.ts";
import { mergedFile } from "../exports/chain/merge.ts";
import { parentFiles } from "../exports/chain/parent-files.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { randomChain } from "../../testing/engine/random-chain.ts";
import { concatenated } from "../../testing/engine/read-pieces.ts";
import { linkImages } from "./link-images.ts";
import type { OpenLink } from "../image/opened-image.ts";

beforeAll(loadCrc32c);

const SIZE = 37 * MIB - 8192;

/** Equal without a list of differing bytes where they are not. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

function contentOf(image: OpenedImage): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  image.disk(image.best).read(0, bytes);
  return bytes;
}

const open = (name: string, bytes: Uint8Array): OpenLink => {
  const file = new MemoryStore(bytes);
  return { id: name, name, file, image: new OpenedImage(new CachedStore(file)) };
};

const complaints = (image: OpenedImage) =>
  image
    .findings(image.best)
    .filter(({ severity, code }) => severity !== "info" && code !== "parent-not-found");

describe.each([
  { sectorSize: 512, blockSizes: [MIB, MIB, MIB] },
  { sectorSize: 512, blockSizes: [32 * MIB, 2 * MIB, MIB] },
  { sectorSize: 512, blockSizes: [MIB, 32 * MIB, 4 * MIB] },
  { sectorSize: 4096, blockSizes: [2 * MIB, MIB, 8 * MIB] },
  { sectorSize: 4096, blockSizes: [32 * MIB, 32 * MIB, 32 * MIB] },
])("a chain of $sectorSize-byte sectors and blocks of $blockSizes", ({ sectorSize, blockSizes }) => {
  const made = (seed: number) => {
    const { links, model } = randomChain({ size: SIZE, sectorSize, blockSizes, seed, hides: true });
    const [base, middle, top] = links;
    if (base === undefined || middle === undefined || top === undefined) throw new Error("too short");
    return { base, middle, top, model };
  };

  it("reads as the model does, and so do its flattened copies", async () => {
    const { top, model } = made(1);
    const { image, file } = top;
    expect(image.outcome).toBe("opens");
    expect(same(contentOf(image), model)).toBe(true);
    for (const type of ["dynamic", "fixed"] as const) {
      const layer = image.best;
      const files = [layerFile(file), ...parentFiles(image, layer)];
      const pieces = await flattenedPieces(image.disk(layer), layer, files, type, UNATTENDED);
      const flat = open("flat.vhdx", await concatenated(pieces));
      expect(complaints(flat.image)).toEqual([]);
      expect(flat.image.best.structures.facts).toMatchObject({ type, diskId: layer.structures.facts.diskId });
      expect(same(contentOf(flat.image), model)).toBe(true);
    }
  });

  it("merges into the middle and into the base, and reads the same", async () => {
    const { base, middle, top, model } = made(2);
    const before = await middle.file.readBulk(0, middle.file.size);
    const once = open(
      "once.vhdx",
      await concatenated(filePieces(await mergedFile(top.image, top.image.best, UNATTENDED))),
    );
    linkImages([base, once]);
    expect(complaints(once.image)).toEqual([]);
    expect(once.image.outcome).toBe("opens");
    expect(once.image.headers.active?.values.dataWriteGuid).toBe(
      top.image.headers.active?.values.dataWriteGuid,
    );
    expect(same(contentOf(once.image), model)).toBe(true);
    const twice = open(
      "twice.vhdx",
      await concatenated(filePieces(await mergedFile(once.image, once.image.best, UNATTENDED))),
    );
    expect(complaints(twice.image)).toEqual([]);
    expect(twice.image.outcome).toBe("opens");
    expect(same(contentOf(twice.image), model)).toBe(true);
    expect(same(await middle.file.readBulk(0, middle.file.size), before)).toBe(true);
  });
});
