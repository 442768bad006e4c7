import { stat } from "node:fs/promises";
import path from "node:path";
import type { Report } from "../workers/api/index.ts";
import { eachCase, inGroups } from "./support/cases.ts";
import { type CorpusImage, corpusImage, corpusImages, unpack } from "./support/corpus.ts";
import { dropFiles, expect, openPlatter, test } from "./support/fixtures.ts";
import { FULL, quickIf } from "./support/full.ts";
import { expectedJudgement, reportedJudgement } from "./support/judgement.ts";
import { requireTool } from "./support/needs.ts";
import { expectUntouched } from "./support/originals.ts";
import { expectPatchGives } from "./support/patch-check.ts";
import { copyImage, qemuCheck, qemuImg, qemuInfo, qemuIo, tool, withFolder } from "./support/qemu.ts";
import { convertToRaw, qemuAgrees, sparseDigestOf } from "./support/qemu-disk.ts";
import {
  computeHashes,
  exportButton,
  exported,
  exportedReport,
  openImage,
  saveByDownload,
  sha256Of,
  untilChecked,
} from "./support/workbench.ts";

const GIB = 2 ** 30;
const KIB = 1024;
const MIB = 2 ** 20;
/** Disks up to this size are exported raw and hashed byte for byte; of larger disks only the stored parts are. */
const WHOLE_UP_TO = FULL ? 16 * GIB : 256 * MIB;

/** One image of each kind is exported and compared with QEMU; with `PLATTER_FULL=1` every image is. */
const REPRESENTATIVES = [
  "clean-unaligned-size.vhdx",
  "clean-fixed.vhdx",
  "clean-4096-sectors.vhdx",
  "log-ten.vhdx",
  "log-metadata-and-bat.vhdx",
  "chain-dirty-child-1-child.vhdx",
  "bat-duplicate-offset.vhdx",
  "headers-both-corrupt.vhdx",
] as const;

/** Those of the quick run. */
const QUICK_ALONE = new Set(["clean-fixed.vhdx", "log-ten.vhdx"]);

const isReadAlone = (image: CorpusImage) => image.outcome === "opens" && image.parent === null;

test("the corpus is there", () => {
  requireTool(test, "corpus");
  expect(corpusImages().length).toBeGreaterThan(0);
});

test("an image is judged by what is in it, whatever it is called", async ({ page }) => {
  requireTool(test, "corpus");
  const image = corpusImage("log-ten.vhdx");
  await withFolder(async (folder) => {
    await openImage(page, await copyImage(await unpack(image.file), folder, "clean-dynamic.vhdx"));
    await saveByDownload(page);
    const report = await exportedReport(page);
    expect(report.source.name).toBe("clean-dynamic.vhdx");
    expect(reportedJudgement(report, image)).toEqual(expectedJudgement(image, report));
  });
});

for (const name of ["log-ten.vhdx", "chain-1-middle.vhdx", "bat-duplicate-offset.vhdx"]) {
  test(
    `${name}: the command line gives the report that the page gives`,
    quickIf(name === "log-ten.vhdx"),
    async ({ page }) => {
      requireTool(test, "corpus");
      const file = await unpack(name);
      await openImage(page, file);
      await saveByDownload(page);
      const ours = await exportedReport(page);
      const { stdout } = await tool(process.execPath, ["scripts/cli/platter.mjs", "report", file]);
      const theirs = JSON.parse(stdout) as Report;
      // The time and the number of reads differ.
      expect({ ...theirs, generatedAt: ours.generatedAt, io: ours.io }).toEqual(ours);
    },
  );
}

/** The page's exports of an image; null for those that it did not make. */
interface Taken {
  readonly report: Report;
  readonly replayedCopy: string | null;
  readonly rawDisk: string | null;
}

/** A replayed copy is a clean VHDX to QEMU, with the virtual disk that its own repair makes. */
async function expectCleanForQemu(image: CorpusImage, copy: string, repaired: string, folder: string) {
  const ours = await copyImage(copy, folder, "ours.vhdx");
  const before = await sha256Of(ours);
  const check = await qemuCheck(ours);
  expect(check.output).toContain("No errors were found on the image.");
  expect(check.status).toBe(0);
  expect(await qemuInfo(ours)).toMatchObject({
    format: "vhdx",
    "virtual-size": image.virtual_size,
    "cluster-size": image.block_size,
    "dirty-flag": false,
  });
  const read = await qemuIo(ours, ["read 0 4k"], true);
  expect(read.stderr).toBe("");
  expect(read.status).toBe(0);
  expect(await qemuImg("compare", "-f", "vhdx", "-F", "vhdx", ours, repaired)).toContain(
    "Images are identical.",
  );
  expect(await sha256Of(ours), "qemu-img found nothing to do").toBe(before);
}

/** Compares the page's exports with what qemu-img makes of a copy of the image. */
async function expectAgreesWithQemu(image: CorpusImage, { report, replayedCopy, rawDisk }: Taken) {
  await withFolder(async (folder) => {
    const copy = await copyImage(await unpack(image.file), folder);
    if (image.log.state === "dirty") expect((await qemuCheck(copy, true)).status).toBe(0);
    const raw = path.join(folder, "qemu.raw");
    await convertToRaw(copy, raw, report);
    if (rawDisk === null) expect(report.digests.virtualDisk.sparseSha256).toBe(await sparseDigestOf(raw));
    else {
      expect((await stat(rawDisk)).size).toBe((await stat(raw)).size);
      // As exact as two digests, but runs that are holes in one file are not read.
      expect(await qemuImg("compare", "-f", "raw", "-F", "raw", rawDisk, raw)).toContain(
        "Images are identical.",
      );
    }
    if (replayedCopy !== null) await expectCleanForQemu(image, replayedCopy, copy, folder);
  });
}

test("there are images that qemu-img agrees on", () => {
  requireTool(test, "corpus");
  const images = corpusImages().filter(qemuAgrees);
  expect(images.some(({ log }) => log.state === "clean")).toBe(true);
  expect(images.some(({ log }) => log.state === "dirty")).toBe(true);
});

/** The report says what `EXPECTED.json` says of the image. */
function expectJudged(image: CorpusImage, report: Report): void {
  expect(reportedJudgement(report, image)).toEqual(expectedJudgement(image, report));
  if (image.parent === null) return;
  const linkage = report.image.parent?.["parent_linkage"]?.toLowerCase().replace(/[{}]/g, "");
  const isRight = linkage === corpusImage(image.parent).data_write_guid;
  expect(isRight, "the linkage names the parent").toBe(image.error !== "parent-linkage-mismatch");
}

const isReplayed = (image: CorpusImage) => image.outcome === "opens" && image.log.state === "dirty";

const dropped = corpusImages().map((image) => [image.file, image] as const);
for (const [nth, { title, cases }] of inGroups(dropped, 10).entries()) {
  test(
    `dropped on one page, ${title}: the report says what EXPECTED.json says`,
    quickIf(nth === 0),
    async ({ page }) => {
      test.setTimeout(600_000);
      let before: CorpusImage | null = null;
      await eachCase(
        cases,
        () => openPlatter(page),
        async (image) => {
          // A page knows the parents and children that were dropped on it before, so it is loaded anew: each image is judged alone.
          if (image.parent !== null || (before?.parent ?? null) !== null) await openPlatter(page);
          before = image;
          await dropFiles(page, [await unpack(image.file)]);
          await untilChecked(page, image.file);
          await saveByDownload(page);
          expectJudged(image, await exportedReport(page));
          await expect(exportButton(page, "Export replayed copy")).toBeEnabled({
            enabled: isReplayed(image),
          });
          await expectUntouched(image);
        },
      );
    },
  );
}

test("there is an image of each kind", () => {
  requireTool(test, "corpus");
  for (const name of REPRESENTATIVES) expect(corpusImage(name).file).toBe(name);
});

for (const image of corpusImages()) {
  if (!FULL && !REPRESENTATIVES.some((name) => name === image.file)) continue;
  const also = qemuAgrees(image) ? ", and what qemu-img gives" : "";
  test(
    `${image.file}: what the page says and gives is what EXPECTED.json says${also}`,
    quickIf(QUICK_ALONE.has(image.file)),
    async ({ page }) => {
      const replayed = isReplayed(image);
      if (qemuAgrees(image)) requireTool(test, "qemu-img", "qemu-io");
      if (replayed) requireTool(test, "python3");
      test.setTimeout(WHOLE_UP_TO > GIB ? 3_600_000 : 600_000);
      const file = await unpack(image.file);
      await openImage(page, file);

      await computeHashes(page, image.virtual_size <= WHOLE_UP_TO);
      await saveByDownload(page);
      const report = await exportedReport(page);

      expectJudged(image, report);

      const { digests } = report;
      expect(digests.source.sha256).toBe(image.sha256);
      expect(digests.sourceAtEnd.sha256).toBe(image.sha256);
      if (isReadAlone(image)) {
        expect(digests.virtualDisk.sparseSha256).toBe(image.virtual_sparse_sha256);
        if (image.virtual_size <= WHOLE_UP_TO) expect(digests.virtualDisk.sha256).toBe(image.virtual_sha256);
      }

      await expect(exportButton(page, "Export replayed copy")).toBeEnabled({ enabled: replayed });
      const replayedCopy = replayed ? await exported(page, "Export replayed copy") : null;
      if (replayedCopy !== null) {
        expect((await stat(replayedCopy)).size).toBe(image.log.size_after_replay);
        const headers = { offset: 64 * KIB, length: 128 * KIB };
        expect(await sha256Of(replayedCopy, [headers, image.log])).toBe(image.log.post_replay_sha256);
        await expectPatchGives(image, await exported(page, "Export patch"), replayedCopy);
      }

      const whole = isReadAlone(image) && image.virtual_size <= WHOLE_UP_TO;
      const rawDisk = whole ? await exported(page, "Export raw disk") : null;
      if (rawDisk !== null) {
        expect((await stat(rawDisk)).size).toBe(image.virtual_size);
        expect(await sha256Of(rawDisk)).toBe(image.virtual_sha256);
      }

      if (qemuAgrees(image)) await expectAgreesWithQemu(image, { report, replayedCopy, rawDisk });
      await expectUntouched(image);
    },
  );
}
