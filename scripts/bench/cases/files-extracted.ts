import { has } from "../../../e2e/support/needs.ts";
import { callableEngine } from "../browser/engine.ts";
import { dropAside } from "../browser/dropped.ts";
import { filesTime, type FilesWork } from "../browser/files.ts";
import { footprintOf } from "../browser/footprint.ts";
import type { Bench, Case } from "../case.ts";
import { diskOfLargeFile, diskOfSmallFiles, SMALL_FILE } from "../images/made-by-mkfs.ts";
import { diskWithData } from "../images/made-by-qemu.ts";
import { emptyFile } from "../files.ts";
import { bytesText } from "../markdown.ts";
import { besideOrAlone, sevenZip } from "../native-files.ts";
import { inTurn } from "../pairs.ts";
import { timeCommand } from "../peers.ts";
import type { Footprint, Row } from "../result.ts";
import { median, pairwise } from "../statistics.ts";

/** Share of the raw export's speed for a large file. */
const LEAST = 0.8;
/** Small files in a second, at least. */
const SMALL = 2000;

/** How files are extracted, and a disk exported: as Blobs that are read, without and with a list of SHA-256, or into a file. */
type Way = "blob" | "list" | "file";

const WORK: Readonly<Record<Way, FilesWork>> = { blob: "tar", list: "tar-list", file: "tar-file" };

/** Extracts all files of a dropped disk. @throws unless there are as many, in at least as many bytes */
type Extract = (count: number, bytes: number) => Promise<number>;

/** Calls `work` with a tab on which the images are dropped. */
function onTab<T>(
  { browser }: Bench,
  dropped: readonly string[],
  archive: FilesWork,
  work: (extract: Extract, raw: (bytes: number) => Promise<number>) => Promise<T>,
): Promise<T> {
  const isFile = archive === "tar-file";
  return browser.withTab("page", async (tab) => {
    await callableEngine(tab);
    if (isFile) await emptyFile(browser.target);
    await dropAside(tab, isFile ? [...dropped, browser.target] : dropped);
    const extract: Extract = async (count, least) => {
      const result = await filesTime(tab, archive);
      if (result.count !== count || result.bytes < least)
        throw new Error(`${result.count} files in ${result.bytes} bytes were extracted`);
      return result.time;
    };
    const raw = async (bytes: number) => {
      const result = await filesTime(tab, isFile ? "raw-file" : "raw", 1);
      if (result.bytes !== bytes) throw new Error(`${result.bytes} bytes were exported, not ${bytes}`);
      return result.time;
    };
    return work(extract, raw);
  });
}

/** Reads and memory of an extraction, the opening included, in a tab that has done nothing before. */
function footprintIn({ browser }: Bench, image: string, archive: FilesWork): Promise<Footprint> {
  const isFile = archive === "tar-file";
  return browser.withTab("page", async (tab) => {
    const engine = await callableEngine(tab);
    if (isFile) await emptyFile(browser.target);
    await dropAside(tab, isFile ? [image, browser.target] : [image]);
    return (await footprintOf(tab, engine, () => filesTime(tab, archive))).footprint;
  });
}

const LARGE: Readonly<Record<Way, { readonly id: string; readonly title: string; readonly peer: string }>> = {
  blob: {
    id: "extract-large",
    title: "and read the archive",
    peer: "raw export of a disk with the same bytes, and read it",
  },
  list: {
    id: "extract-large-list",
    title: "with a list of SHA-256, and read the archive",
    peer: "raw export of a disk with the same bytes, and read it, without SHA-256",
  },
  file: {
    id: "extract-large-file",
    title: "into a picked file, with a list of SHA-256",
    peer: "raw export of a disk with the same bytes into a picked file, with its SHA-256",
  },
};

async function largeRow(bench: Bench, way: Way): Promise<Row> {
  const { images, scale, say } = bench;
  const length = scale.allocated;
  say("Making a disk with one large file");
  const { image } = await diskOfLargeFile(images, length);
  const disk = await diskWithData(images, length);
  const { id, title, peer } = LARGE[way];
  say(`Extraction of a large file, ${title}`);
  return onTab(bench, [image, disk], WORK[way], async (extract, raw) => {
    const times = await inTurn(
      scale,
      () => extract(1, length),
      () => raw(length),
    );
    return {
      id,
      title: `Extract as tar, one file of ${bytesText(length)} on ext4, ${title}`,
      peer,
      ...times,
      footprint: await footprintIn(bench, image, WORK[way]),
      target: `>= ${LEAST} of the raw export's speed`,
      reached: 1 / pairwise(times.ours, times.peers).median >= LEAST,
      notes: [],
    };
  });
}

async function smallRow(bench: Bench, archive: "tar" | "zip"): Promise<Row> {
  const { images, scale, say } = bench;
  const { size, count } = scale.files;
  const { raw, image } = await diskOfSmallFiles(images, size, count);
  const zip = archive === "tar" ? sevenZip() : null;
  say(`Extraction of small files as ${archive}`);
  return onTab(bench, [image], archive, async (extract) => {
    const times = await besideOrAlone(
      scale,
      () => extract(count, archive === "tar" ? count * SMALL_FILE : 0),
      zip === null
        ? null
        : async () => (await timeCommand("sh", ["-c", '"$1" x -so "$2" > /dev/null', "sh", zip, raw])).time,
    );
    const rate = count / (median(times.ours) / 1000);
    return {
      id: archive === "tar" ? "extract-small" : "extract-small-zip",
      title: `Extract as ${archive}, ${count.toLocaleString("en-US")} files of 2 KiB on ext4, and read the archive`,
      peer: zip === null ? null : `\`${zip} x -so\` of the raw image`,
      ...times,
      footprint: await footprintIn(bench, image, archive),
      target: `${SMALL.toLocaleString("en-US")} files a second`,
      reached: rate >= SMALL,
      notes: [`${Math.round(rate).toLocaleString("en-US")} files a second`],
    };
  });
}

/** One large file and many small ones, extracted as tar, and the small ones as zip. */
export const filesExtracted: Case = {
  id: "extract",
  run: async (bench) => {
    if (has("mkfs.ext4"))
      return [
        await largeRow(bench, "blob"),
        await largeRow(bench, "list"),
        await largeRow(bench, "file"),
        await smallRow(bench, "tar"),
        await smallRow(bench, "zip"),
      ];
    bench.say("Extraction is not measured: mkfs.ext4 is missing");
    return [];
  },
};
