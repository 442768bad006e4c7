import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corpusImages, unpack } from "../../../../e2e/support/corpus.ts";
import { sampled } from "../../../../e2e/support/full.ts";
import { requireTool } from "../../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../../bytes/crc32c.ts";
import { MIB } from "../../../shared/numbers.ts";
import { CachedStore } from "../../../store/cached-store.ts";
import { MemoryStore } from "../../../store/memory-store.ts";
import { MeteredStore } from "../../../store/metered-store.ts";
import { Edits } from "../../edits/edits.ts";
import { UNATTENDED } from "../../jobs/jobs.ts";
import { OpenedImage } from "../../image/opened-image.ts";
import type { OpenFile } from "../../image/open-source.ts";
import { makeReport } from "../../report/report.ts";
import { randomChain } from "../../../testing/engine/random-chain.ts";
import type { ViewContext } from "../../views/context.ts";
import { ImageBuilder } from "../../../testing/vhdx/image-builder.ts";
import { Exporter } from "../exporter.ts";

/** Larger images are held in memory by nobody. */
const HELD = 100 * MIB;
const NO_DIGESTS = { digests: null, bookmarks: [] };

let folder = "";
beforeAll(async () => {
  await loadCrc32c();
  folder = mkdtempSync(path.join(tmpdir(), "platter-packed-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function openFile(file: MemoryStore, name: string, image: OpenedImage): OpenFile {
  const metered = new MeteredStore(file);
  const source = { kind: "file", file: new File([], name) } as const;
  const unchanged = {
    kept: [],
    keepProblem: null,
    notes: { bookmarks: [], digests: null },
    notesLost: null,
    notesProblem: null,
    working: null,
  };
  return { source, name, lastModified: 0, file, metered, image, edits: new Edits(image), ...unchanged };
}

function exporterOf(file: OpenFile, { image, layer }: Pick<ViewContext, "image" | "layer">): Exporter {
  const about = { name: file.name, size: file.file.size, lastModified: null };
  const run = {
    io: { reads: 0, bytesRead: 0 },
    files: [],
    zeroed: [],
    changes: null,
    version: "0",
    now: new Date(),
  };
  return new Exporter(file, { image, layer }, (options) =>
    makeReport(image, layer, { ...about, ...run }, options),
  );
}

/** Exports a layer's disk, packed, and lets the script make the raw file of it. */
async function rawOf(exporter: Exporter): Promise<string> {
  const { blob } = await exporter.run("raw-packed", { kind: "download" }, NO_DIGESTS, UNATTENDED);
  const own = mkdtempSync(path.join(folder, "own-"));
  const zip = path.join(own, "disk.zip");
  const raw = path.join(own, "disk.raw");
  writeFileSync(zip, new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)));
  const { status, stdout, stderr } = spawnSync("python3", [zip, raw], { encoding: "utf8" });
  if (status !== 0) throw new Error(stdout + stderr);
  return raw;
}

function qemuImg(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("qemu-img", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

const same = (first: Uint8Array, second: Uint8Array) => Buffer.compare(first, second) === 0;

describe("a packed disk, laid out again", () => {
  it("is what qemu-img makes of the image, and takes no more room than its data", async (test) => {
    requireTool(test, "python3", "qemu-img", "qemu-io");
    const vhdx = path.join(folder, "made.vhdx");
    const expected = path.join(folder, "expected.raw");
    qemuImg("create", "-q", "-f", "vhdx", "-o", "block_size=1M,subformat=dynamic", vhdx, "200M");
    const writes = [
      "-P 1 0 512",
      "-P 2 7M 3M",
      "-P 3 20480k 4k",
      "-P 0 30M 2M",
      "-P 4 199M 1M",
      "-P 5 99M 17M",
    ];
    const commands = writes.flatMap((write) => ["-c", `write -q ${write}`]);
    expect(spawnSync("qemu-io", ["-f", "vhdx", ...commands, vhdx]).status).toBe(0);
    qemuImg("convert", "-f", "vhdx", "-O", "raw", vhdx, expected);
    const store = new MemoryStore(new Uint8Array(readFileSync(vhdx)));
    const image = new OpenedImage(new CachedStore(store));
    const exporter = exporterOf(openFile(store, "made.vhdx", image), { image, layer: image.best });
    const plan = await exporter.plan("raw-packed", UNATTENDED);
    expect(plan).toMatchObject({
      available: true,
      fileName: "made.raw-packed.zip",
      size: null,
      confirm: null,
    });
    const raw = await rawOf(exporter);
    expect(same(readFileSync(raw), readFileSync(expected))).toBe(true);
    // Of the blocks, zeros are left out in units of 64 KiB.
    const data = (3 + 1 + 17) * MIB + 2 * 64 * 1024;
    expect(statSync(raw).blocks * 512).toBeLessThanOrEqual(data + MIB);
    expect(plan.atMost).toBe((1 + 3 + 1 + 2 + 1 + 17) * MIB);
  });

  it("is planned without what the end of the file cut off", async () => {
    const cut = new ImageBuilder();
    [0, 1, 2].forEach((block) => cut.place(block, cut.data / MIB + block));
    cut.store.truncate(cut.data + MIB + MIB / 2);
    const image = new OpenedImage(new CachedStore(cut.store));
    const exporter = exporterOf(openFile(cut.store, "cut.vhdx", image), { image, layer: image.best });
    expect((await exporter.plan("raw-packed", UNATTENDED)).atMost).toBe(MIB + MIB / 2);
  });

  it.each(sampled([1, 2, 3], 3))("is the whole chain's disk, chain %d", async (seed) => {
    const options = {
      size: 40 * MIB + 4096,
      sectorSize: 4096,
      blockSizes: [MIB, 4 * MIB, 2 * MIB],
      hides: true,
    };
    const { links, model } = randomChain({ ...options, seed });
    const top = links.at(-1);
    if (top === undefined) return expect.fail("the chain has no links");
    const file = openFile(top.file, top.name, top.image);
    const exporter = exporterOf(file, { image: top.image, layer: top.image.best });
    const { available, atMost } = await exporter.plan("raw-packed", UNATTENDED);
    expect(available).toBe(true);
    expect(atMost).toBeLessThanOrEqual(options.size);
    expect(same(readFileSync(await rawOf(exporter)), model)).toBe(true);
    return undefined;
  });

  it("is the Edited layer's where that is chosen", async (test) => {
    requireTool(test, "python3");
    const { links, model } = randomChain({
      ...{ size: 8 * MIB, sectorSize: 512, blockSizes: [MIB], hides: false, seed: 5 },
    });
    const [only] = links;
    if (only === undefined) return expect.fail("the chain has no link");
    const file = openFile(only.file, only.name, only.image);
    const bytes = new Uint8Array(70_000).fill(0xee);
    file.edits.apply({ kind: "write", space: "disk", offset: 3 * MIB + 700, bytes });
    const { edited } = file.edits;
    model.set(bytes, 3 * MIB + 700);
    const raw = await rawOf(exporterOf(file, { image: edited, layer: edited.own }));
    expect(same(readFileSync(raw), model)).toBe(true);
    return undefined;
  });
});

/** One image of each kind: every one has been through the pieces of a raw disk already. */
const kinds = new Map(
  corpusImages()
    .filter(
      ({ size, outcome, parent, virtual_sha256: digest, virtual_size: virtual }) =>
        size <= HELD && virtual <= 2 * HELD && outcome === "opens" && parent === null && digest !== null,
    )
    .map((image) => [
      [image.type, image.block_size, image.logical_sector_size, image.virtual_size, image.log.state].join(
        " ",
      ),
      image,
    ]),
);

it.each(sampled([...kinds.values()], 3))(
  "$file makes the expected disk through its script",
  async (expected) => {
    const store = new MemoryStore(new Uint8Array(readFileSync(await unpack(expected.file))));
    const image = new OpenedImage(new CachedStore(store));
    await image.scan(UNATTENDED);
    const raw = await rawOf(exporterOf(openFile(store, expected.file, image), { image, layer: image.best }));
    const { stdout } = spawnSync("sha256sum", [raw], { encoding: "utf8" });
    expect(stdout.split(" ")[0]).toBe(expected.virtual_sha256);
    rmSync(raw);
  },
);
