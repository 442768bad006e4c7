import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corpusImages, unpack, type CorpusImage } from "../../../e2e/support/corpus.ts";
import { FULL, sampled } from "../../../e2e/support/full.ts";
import { requireTool } from "../../../e2e/support/needs.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { KIB, MIB } from "../../shared/numbers.ts";
import { CachedStore } from "../../store/cached-store.ts";
import { MemoryStore } from "../../store/memory-store.ts";
import { digestDisk } from "../hashes/disk-digests.ts";
import { UNATTENDED } from "../jobs/jobs.ts";
import { OpenedImage } from "../image/opened-image.ts";
import { makeReport } from "../report/report.ts";
import { concatenated } from "../../testing/engine/read-pieces.ts";
import { diskPieces } from "./pieces/disk-pieces.ts";
import { filePieces, layerFile } from "./pieces/layer-file.ts";
import { replayCommit } from "./replayed/replay-commit.ts";
import { layerPatch, replaySteps } from "./patch/layer-patch.ts";
import { patchSizeBound } from "./patch/size-bound.ts";

/** Larger images go through the page in a browser; here each is held in memory. */
const HELD = 100 * MIB;
/** Disks up to this size are hashed byte for byte and put together as raw images. */
const WHOLE = 256 * MIB;

const images = corpusImages().filter(({ size }) => size <= HELD);
const readable = images.filter(
  ({ outcome, parent, virtual_sparse_sha256: digest }) =>
    outcome === "opens" && parent === null && typeof digest === "string",
);
const dirty = images.filter(
  ({ outcome, log, parent }) => outcome === "opens" && log.state === "dirty" && parent === null,
);

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Where the digests are checked a raw image is made of the same pieces: the quick run makes some. */
const EVERY = 3;

type Opened = Awaited<ReturnType<typeof openAnew>>;
let last: { readonly file: string; readonly opened: Promise<Opened> } | null = null;

/** The image, opened and judged once for the tests of it that follow each other. */
function open(image: CorpusImage): Promise<Opened> {
  if (last?.file !== image.file) last = { file: image.file, opened: openAnew(image) };
  return last.opened;
}

async function openAnew({ file }: CorpusImage) {
  const original = new MemoryStore(new Uint8Array(readFileSync(await unpack(file))));
  const image = new OpenedImage(new CachedStore(original));
  await image.scan(UNATTENDED);
  return { original, image, layer: image.best };
}

let folder = "";
beforeAll(async () => {
  await loadCrc32c();
  folder = mkdtempSync(path.join(tmpdir(), "platter-exports-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("has images to look at", (test) => {
  requireTool(test, "corpus");
  expect(readable.length).toBeGreaterThan(25);
  expect(dirty.length).toBeGreaterThan(10);
  expect(madeRaw.size).toBeGreaterThanOrEqual(FULL ? whole.length : 4);
});

const whole = sampled(readable, 2).filter(({ virtual_size: size }) => size <= WHOLE);
const madeRaw = new Set(sampled(whole, EVERY));

describe.each(sampled(readable, 2))("$file", (expected) => {
  it("has the expected digests of its virtual disk", async () => {
    const { image, layer } = await open(expected);
    const digests = await digestDisk(image.disk(layer), UNATTENDED, "x", WHOLE);
    expect(digests.sparseSha256).toBe(expected.virtual_sparse_sha256);
    expect(digests.sha256).toBe(expected.virtual_size <= WHOLE ? expected.virtual_sha256 : null);
  });

  if (!madeRaw.has(expected)) return;
  it("makes the expected raw image", async () => {
    const { original, image, layer } = await open(expected);
    const file = layer.name === "original" ? layerFile(original) : layerFile(original, layer.store);
    expect(sha256(await concatenated(diskPieces(image.disk(layer), [file])))).toBe(expected.virtual_sha256);
  });
});

describe.each(sampled(dirty, 2 * EVERY))("$file, replayed", (expected) => {
  it("gives a clean copy, and a patch that makes the same of the original", async (test) => {
    requireTool(test, "python3", "qemu-img");
    const { original, image, layer } = await open(expected);
    const commit = replayCommit(image, layer);
    const copy = await concatenated(filePieces(layerFile(original, layer.store, commit.store)));
    const own = mkdtempSync(path.join(folder, "image-"));
    const copyPath = path.join(own, "copy.vhdx");
    writeFileSync(copyPath, copy);

    // As the corpus has it: both headers and the log count as zeros.
    const compared = copy.slice();
    compared.fill(0, 64 * KIB, 192 * KIB);
    compared.fill(0, expected.log.offset, expected.log.offset + expected.log.length);
    expect(copy.length).toBe(expected.log.size_after_replay);
    expect(sha256(compared)).toBe(expected.log.post_replay_sha256);

    const again = new OpenedImage(new CachedStore(new MemoryStore(copy)));
    expect(again.outcome).toBe("opens");
    expect(again.headers.dirty).toBe(false);
    expect(again.headers.copies.every(({ valid }) => valid)).toBe(true);

    // qemu-img 7.2 knows no disks of 4096-byte sectors.
    const checked = spawnSync("qemu-img", ["check", "-f", "vhdx", copyPath], { encoding: "utf8" });
    const known = expected.logical_sector_size === 512;
    expect(known ? checked.stdout : "No errors").toContain("No errors");

    const source = { name: expected.file, size: original.size, lastModified: null };
    const about = {
      ...source,
      io: { reads: 0, bytesRead: 0 },
      files: [],
      zeroed: [],
      changes: null,
      version: "0",
      now: new Date(),
    };
    const report = makeReport(image, layer, about, { digests: null, bookmarks: [] });
    const { changes, store } = commit;
    const entries = image.log?.active.length ?? 0;
    const places = { log: image.headers.log, metadata: null, bat: null, regions: [] };
    const what = {
      steps: replaySteps(original, layer, commit),
      ...{ changes, result: store, places, logEntries: entries },
    };
    const zip = await concatenated(await layerPatch(original, what, report, UNATTENDED));
    writeFileSync(path.join(own, "patch.zip"), zip);
    expect(zip.length).toBeLessThanOrEqual(patchSizeBound(layer.store.writtenRuns(), changes, expected.file));
    expect(spawnSync("python3", ["-m", "zipfile", "-e", path.join(own, "patch.zip"), own]).status).toBe(0);

    const told = entries === 1 ? "1 log entry" : `${entries} log entries`;
    expect(readFileSync(path.join(own, "README.txt"), "utf8")).toContain(`Changes:  ${told}, `);

    const patched = path.join(own, "patched.vhdx");
    const before = await original.readBulk(0, original.size);
    writeFileSync(patched, before);
    const apply = (...args: string[]) =>
      spawnSync("python3", [path.join(own, "apply.py"), patched, ...args]).status;
    expect(apply()).toBe(0);
    expect(Buffer.compare(readFileSync(patched), copy)).toBe(0);
    expect(apply("--undo")).toBe(0);
    expect(Buffer.compare(readFileSync(patched), before)).toBe(0);
  });
});
