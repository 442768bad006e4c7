import { beforeAll, describe, expect, it } from "vitest";
import { requireTool } from "../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { runSteps } from "../../bytes/steps.ts";
import { encode } from "../../bytes/struct.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { caseFile } from "../../testing/cases.ts";
import { concatenated } from "../../testing/engine/read-pieces.ts";
import { readHeaders } from "../../vhdx/headers/headers.ts";
import { readStructures } from "../../vhdx/image.ts";
import { PHYSICAL_SECTOR_SIZE, physicalSectorSize } from "../../vhdx/structs/metadata-items.ts";
import { DiskWriter } from "../../vhdx/write/disk-writer.ts";
import { putItem } from "../../vhdx/write/item-writer.ts";
import { flattenedPieces } from "../exports/chain/flatten.ts";
import { mergedFile } from "../exports/chain/merge.ts";
import { parentFiles } from "../exports/chain/parent-files.ts";
import { diskPieces } from "../exports/pieces/disk-pieces.ts";
import { filePieces, layerFile } from "../exports/pieces/layer-file.ts";
import { digestDisk } from "../hashes/disk-digests.ts";
import { diskBelow } from "../image/lineage.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { verdictOf } from "../report/verdict.ts";
import { viewContext } from "../views/context.ts";
import { compare } from "../views/compare/compare.ts";
import { childDefaults, createChild } from "./child.ts";
import { linkImages } from "./link-images.ts";

beforeAll(loadCrc32c);

const opened = (name: string, file: MemoryStore) => ({
  id: name,
  name,
  file,
  image: new OpenedImage(new CachedStore(file)),
});
const unpacked = async (name: string) => new MemoryStore(await caseFile(`engine/${name}`));

async function pair(name: string) {
  const [base, child] = await Promise.all([unpacked(`${name}-base`), unpacked(`${name}-child`)]);
  const files = { base: opened(`${name}-base.vhdx`, base), child: opened(`${name}-child.vhdx`, child) };
  linkImages([files.base, files.child]);
  return files;
}

const sparseDigest = async ({ image }: { readonly image: OpenedImage }) =>
  (await digestDisk(image.disk(image.best), UNATTENDED, "", 0)).sparseSha256;

describe("a child of 8 MiB over a parent of 4 MiB", () => {
  const DIGEST = "b12e937e7675df5ca598ef92b0e6911f9b185c474c6553b1b9ea2d1a4f94c6cc";

  it("reads as zeros past the parent's end: whole, in single sectors, hashed, exported and flattened", async (test) => {
    requireTool(test, "cases");
    const { child } = await pair("d1");
    const { image, file } = child;
    const layer = image.best;
    const disk = image.disk(layer);
    expect(disk.size).toBe(8 * MIB);
    expect(await sparseDigest(child)).toBe(DIGEST);
    const sector = new Uint8Array(512).fill(0xee);
    disk.read(4 * MIB + 512, sector);
    expect(sector.every((byte) => byte === 0)).toBe(true);
    // One read over the parent's end, and one that begins past it.
    expect((await disk.readBulk(4 * MIB - 512, 1024)).every((byte) => byte === 0)).toBe(true);
    const files = [layerFile(file), ...parentFiles(image, layer)];
    const raw = await concatenated(diskPieces(disk, files));
    expect(raw.length).toBe(8 * MIB);
    expect(Buffer.compare(raw, await disk.readBulk(0, disk.size))).toBe(0);
    for (const type of ["dynamic", "fixed"] as const) {
      const pieces = await flattenedPieces(disk, layer, files, type, UNATTENDED);
      const flat = opened("flat.vhdx", new MemoryStore(await concatenated(pieces)));
      expect(flat.image.outcome).toBe("opens");
      expect(await sparseDigest(flat)).toBe(DIGEST);
    }
  });

  it("is compared with its parent", async (test) => {
    requireTool(test, "cases");
    const { image } = (await pair("d1")).child;
    const layer = { name: "original", upTo: null } as const;
    const { differences } = compare((ref) => viewContext(image, image.layer(ref)), {
      kind: "ancestor",
      layer,
      link: 1,
    });
    // The child's one block has a sector of data at the start of every 64 KiB, and at its end.
    const starts = Array.from({ length: 16 }, (_, nth) => 5 * MIB + nth * 65536);
    const sectors = [...starts, 6 * MIB - 512].map((offset) => [offset, 512]);
    expect(differences.map(({ offsetA, length }) => [offsetA, length])).toEqual([
      ...sectors,
      [4 * MIB, 4 * MIB],
    ]);
  });

  it("completes a sector that its own child writes in part", async (test) => {
    requireTool(test, "cases");
    const { base, child } = await pair("d1");
    const file = new MemoryStore();
    runSteps(createChild(file, child.image, childDefaults(child.image, child.name)));
    const empty = opened("top.avhdx", file);
    linkImages([base, child, empty]);
    const writer = new DiskWriter(file, undefined, diskBelow(empty.image, empty.image.best));
    const places = [100, 4 * MIB - 5, 4 * MIB + 700, 5 * MIB + 3, 8 * MIB - 9];
    const model = await child.image.disk(child.image.best).readBulk(0, 8 * MIB);
    for (const place of places) {
      writer.write(place, new Uint8Array(9).fill(0xab));
      model.fill(0xab, place, place + 9);
    }
    writer.close();
    const top = opened("top.avhdx", file);
    linkImages([base, child, top]);
    const now = await top.image.disk(top.image.best).readBulk(0, 8 * MIB);
    expect(Buffer.compare(now, model)).toBe(0);
  });
});

const itemsOf = ({ structures }: { readonly structures: ReturnType<typeof readStructures> }) =>
  (structures.metadata?.items ?? [])
    .filter(({ known }) => known === null)
    .map(({ values }) => [
      values.itemId.slice(0, 8),
      values.length,
      values.isUser,
      values.isVirtualDisk,
      values.isRequired,
    ]);

/** Adds an item to a file, or changes it. */
function put(file: MemoryStore, item: Parameters<typeof putItem>[3]): void {
  const { metadata, regions } = readStructures(file, readHeaders(file).log);
  if (metadata === null || regions.metadata === null) throw new Error("no metadata");
  putItem(file, metadata, regions.metadata, item);
}

const EMPTY = {
  itemId: "66666666-6666-6666-6666-666666666666",
  isUser: true,
  isVirtualDisk: true,
  isRequired: false,
  bytes: new Uint8Array(0),
};

describe("metadata items of the virtual disk (MS-VHDX 2.6.1.2)", () => {
  it("are the child's alone after a merge; items of the parent's file stay", async (test) => {
    requireTool(test, "cases");
    const { base, child } = await pair("d5");
    const { isVirtualDisk, isRequired } = PHYSICAL_SECTOR_SIZE;
    put(child.file, EMPTY);
    put(child.file, {
      itemId: PHYSICAL_SECTOR_SIZE.guid,
      isUser: false,
      isVirtualDisk,
      isRequired,
      bytes: encode(physicalSectorSize, { physicalSectorSize: 512 }),
    });
    const changed = opened(child.name, child.file);
    linkImages([base, changed]);
    const before = await sparseDigest(changed);
    const pieces = filePieces(await mergedFile(changed.image, changed.image.best, UNATTENDED));
    const merged = opened("merged.vhdx", new MemoryStore(await concatenated(pieces)));
    expect(merged.image.outcome).toBe("opens");
    expect(itemsOf(merged.image.best)).toEqual([
      ["33333333", 17, 1, 0, 0],
      ["44444444", 10, 1, 1, 0],
      ["66666666", 0, 1, 1, 0],
    ]);
    expect(merged.image.best.structures.facts).toMatchObject({ type: "dynamic", physicalSectorSize: 512 });
    expect(await sparseDigest(merged)).toBe(before);
    expect(merged.image.findings(merged.image.best).filter(({ severity }) => severity !== "info")).toEqual(
      [],
    );
  });

  it("go to a child and to a flattened copy with all of their flags, empty ones too", async (test) => {
    requireTool(test, "cases");
    const { base } = await pair("d5");
    put(base.file, EMPTY);
    const parent = opened(base.name, base.file);
    const file = new MemoryStore();
    runSteps(createChild(file, parent.image, childDefaults(parent.image, parent.name)));
    const child = opened("new.avhdx", file);
    linkImages([parent, child]);
    const expected = [
      ["11111111", 20, 1, 1, 0],
      ["22222222", 22, 0, 1, 0],
      ["66666666", 0, 1, 1, 0],
    ];
    expect(child.image.outcome).toBe("opens");
    expect(itemsOf(child.image.best)).toEqual(expected);
    expect(verdictOf(child.image).severity).toBe("ok");
    const layer = child.image.best;
    const files = [layerFile(file), ...parentFiles(child.image, layer)];
    const pieces = await flattenedPieces(child.image.disk(layer), layer, files, "dynamic", UNATTENDED);
    const flat = opened("flat.vhdx", new MemoryStore(await concatenated(pieces)));
    expect(itemsOf(flat.image.best)).toEqual(expected);
    expect(flat.image.findings(flat.image.best).filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});
