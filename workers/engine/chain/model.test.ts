import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { filePieces, layerFile } from "../exports/pieces/layer-file.ts";
import { flattenedPieces } from "../exports/chain/flatten.ts";
import { mergedFile, mergeProblem } from "../exports/chain/merge.ts";
import { parentFiles } from "../exports/chain/parent-files.ts";
import { diskPieces } from "../exports/pieces/disk-pieces.ts";
import { digestDisk } from "../hashes/disk-digests.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { randomChain } from "../../testing/engine/random-chain.ts";
import { concatenated } from "../../testing/engine/read-pieces.ts";
import { compare } from "../views/compare/compare.ts";
import { viewContext } from "../views/context.ts";
import { linkImages } from "./link-images.ts";
import type { OpenLink } from "../image/opened-image.ts";

beforeAll(loadCrc32c);

const SIZE = 37 * MIB - 8192;

/** Equal without a list of differing bytes where they are not. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

function contentOf(image: OpenedImage): Uint8Array {
  const disk = image.disk(image.best);
  const bytes = new Uint8Array(disk.size);
  disk.read(0, bytes);
  return bytes;
}

const open = (name: string, bytes: Uint8Array): OpenLink => {
  const file = new MemoryStore(bytes);
  return { id: name, name, file, image: new OpenedImage(new CachedStore(file)) };
};

const complaints = (image: OpenedImage) =>
  image
    .findings(image.best)
    .filter(
      ({ severity, code }) =>
        severity !== "info" && code !== "parent-not-found" && code !== "log-needs-replay",
    );

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

/** Sizes end inside a block, inside a MiB, and past the end of each other. */
describe.each([
  { sectorSize: 512, blockSizes: [MIB, MIB, MIB], size: [4 * MIB, 8 * MIB, 8 * MIB] },
  { sectorSize: 512, blockSizes: [2 * MIB, MIB, 4 * MIB], size: [5 * MIB + 512, 9 * MIB, 12 * MIB - 1024] },
  { sectorSize: 512, blockSizes: [MIB, 8 * MIB, 2 * MIB], size: [12 * MIB, 5 * MIB + 1536, 9 * MIB] },
  { sectorSize: 4096, blockSizes: [8 * MIB, MIB, MIB], size: [3 * MIB + 4096, 11 * MIB, 7 * MIB - 4096] },
])("a chain of disks of $size bytes, $sectorSize-byte sectors and blocks of $blockSizes", (options) => {
  const top = (seed: number) => {
    const { links, model } = randomChain({ ...options, seed, hides: true });
    const [base, , child] = links;
    if (base === undefined || child === undefined) throw new Error("too short");
    return { base, child, model };
  };

  it.each([3, 4, 5])("reads, hashes and flattens as the model does (seed %i)", async (seed) => {
    const { child, model } = top(seed);
    const { image, file } = child;
    expect(image.outcome).toBe("opens");
    expect(same(contentOf(image), model)).toBe(true);
    const layer = image.best;
    const disk = image.disk(layer);
    const { sha256 } = await digestDisk(disk, UNATTENDED, "");
    expect(sha256).toBe(createHash("sha256").update(model).digest("hex"));
    expect(same(await disk.readBulk(0, disk.size), model)).toBe(true);
    const files = [layerFile(file), ...parentFiles(image, layer)];
    expect(same(await concatenated(diskPieces(disk, files)), model)).toBe(true);
    for (const type of ["dynamic", "fixed"] as const) {
      const pieces = await flattenedPieces(disk, layer, files, type, UNATTENDED);
      const bytes = await concatenated(pieces);
      const flat = open("flat.vhdx", bytes);
      expect(complaints(flat.image)).toEqual([]);
      expect(same(contentOf(flat.image), model)).toBe(true);
      // Each block is whole in the file, the last one too.
      const { blockSize } = layer.structures.facts;
      expect(flat.image.best.findings.map(({ code }) => code)).not.toContain("bat-last-block-short");
      if (type === "fixed") expect(bytes.length % (blockSize ?? 0)).toBe((4 * MIB) % (blockSize ?? 0));
    }
  });

  it("is compared with the base as the model of both is", () => {
    const { base, child, model } = top(6);
    const { image } = child;
    const before = contentOf(base.image);
    const layer = { name: "original", upTo: null } as const;
    const found = compare((ref) => viewContext(image, image.layer(ref)), {
      kind: "ancestor",
      layer,
      link: 2,
    });
    const changed = new Uint8Array(Math.max(before.length, model.length));
    for (const { offsetA, length, sentence } of found.differences) {
      if (!sentence.startsWith("The disk is")) changed.fill(1, offsetA, offsetA + length);
    }
    const sector = options.sectorSize;
    const wrong: number[] = [];
    // What the child's disk is longer by is named by a difference of its own.
    for (let at = 0; at < model.length; at += sector) {
      const now = model.subarray(at, at + sector);
      const then = new Uint8Array(now.length);
      then.set(before.subarray(at, at + sector).subarray(0, now.length));
      if ((changed[at] === 1) === same(now, then)) wrong.push(at);
    }
    expect(wrong).toEqual([]);
    expect(found.differences.some(({ sentence }) => sentence.startsWith("The disk is"))).toBe(
      before.length !== model.length,
    );
  });

  it("is not merged into a parent of another size", () => {
    const { child } = top(7);
    const [, middle, last] = options.size;
    const problem = mergeProblem(child.image, child.image.best);
    expect(problem === null).toBe(middle === last);
  });
});
