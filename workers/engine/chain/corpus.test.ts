import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { corpusImage, corpusImages, unpack, type CorpusImage } from "../../../e2e/support/corpus.ts";
import { requireTool } from "../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { diskPieces } from "../exports/pieces/disk-pieces.ts";
import { layerFile } from "../exports/pieces/layer-file.ts";
import { parentFiles } from "../exports/chain/parent-files.ts";
import { digestDisk } from "../hashes/disk-digests.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { concatenated } from "../../testing/engine/read-pieces.ts";
import { verdictOf } from "../report/verdict.ts";
import { linkImages } from "./link-images.ts";
import type { OpenLink } from "../image/opened-image.ts";

/** Put together as a raw image and hashed as such up to this size. */
const WHOLE = 256 * MIB;

const children = corpusImages().filter(({ parent }) => parent !== null);

beforeAll(loadCrc32c);

async function open(name: string): Promise<OpenLink & { readonly file: MemoryStore }> {
  const file = new MemoryStore(new Uint8Array(readFileSync(await unpack(name))));
  const image = new OpenedImage(new CachedStore(file));
  return { id: name, name, file, image };
}

/** An image with all of its ancestors, in no order that helps. */
async function openChain({ file, parent }: CorpusImage) {
  const names = [file];
  for (let at = parent; at !== null; at = corpusImage(at).parent) names.unshift(at);
  const files = await Promise.all(names.map(open));
  linkImages(files);
  const [child] = files.filter(({ name }) => name === file) as [(typeof files)[0]];
  await child.image.scan(UNATTENDED);
  return { files, child };
}

it("has chains to look at", (test) => {
  requireTool(test, "corpus");
  expect(children).toHaveLength(5);
});

describe.each(children.filter(({ outcome }) => outcome === "opens"))("$file", (expected) => {
  it("reads through its parents as expected", async () => {
    const { child, files } = await openChain(expected);
    const { image, file } = child;
    const { best } = image;
    expect(image.outcome).toBe(expected.log.state === "dirty" ? "needs-replay" : "opens");
    const { sparseSha256 } = await digestDisk(image.disk(best), UNATTENDED, "x", 0);
    expect(sparseSha256).toBe(expected.virtual_sparse_sha256);
    if (expected.virtual_size <= WHOLE) {
      const own = best.name === "original" ? layerFile(file) : layerFile(file, best.store);
      const pieces = diskPieces(image.disk(best), [own, ...parentFiles(image, best)]);
      const raw = createHash("sha256")
        .update(await concatenated(pieces))
        .digest("hex");
      expect(raw).toBe(expected.virtual_sha256);
    }
    linkImages(files.slice(1));
    expect(image.outcome).toBe("needs-parent");
    linkImages(files);
    expect(image.outcome).not.toBe("needs-parent");
  });
});

describe.each(children.filter(({ outcome }) => outcome === "invalid"))("$file", (expected) => {
  it("is damaged in the block that has no bitmap, and reads elsewhere", async () => {
    const { child } = await openChain(expected);
    const { image } = child;
    expect(image.outcome).toBe("damaged");
    const [{ code, bat_index: block = 0 }] = expected.findings as [CorpusImage["findings"][0]];
    expect(image.findings(image.best).map((each) => [each.code, each.batIndex])).toContainEqual([
      code,
      block,
    ]);
    const disk = image.disk(image.best);
    expect(() => disk.read(block * MIB, new Uint8Array(512))).toThrow(/sector bitmap/);
    disk.read(0, new Uint8Array(MIB));
  });
});

describe.each(children.filter(({ error }) => error === "parent-linkage-mismatch"))("$file", (expected) => {
  it("is refused, says that the parent was written later, and can be read anyway", async () => {
    const { child } = await openChain(expected);
    const { image } = child;
    const [fatal] = image.fatal;
    expect(fatal?.code).toBe("parent-linkage-mismatch");
    expect(fatal?.message).toMatch(/was written after this child was made/);
    expect(image.outcome).toBe("unreadable");
    expect(verdictOf(image).sentence).toMatch(/through that parent all the same/);
    expect(() => image.disk(image.best)).toThrow(/written after/);
    image.enableReadAnyway();
    image.disk(image.best).read(0, new Uint8Array(4 * MIB));
    expect(image.warning).toMatch(/linkage-wrong-0-base\.vhdx, which is not the parent as it was/);
  });
});

it("leaves a checkpoint whose parent is not in the corpus without it", async (test) => {
  requireTool(test, "corpus");
  const files = await Promise.all(["dissect-differencing.avhdx", "chain-0-base.vhdx"].map(open));
  linkImages(files);
  expect(files[0]?.image.outcome).toBe("needs-parent");
});
