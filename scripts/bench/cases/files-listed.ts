import type { Page } from "@playwright/test";
import { has } from "../../../e2e/support/needs.ts";
import { callableEngine } from "../browser/engine.ts";
import { dropAside } from "../browser/dropped.ts";
import { type FilesTime, filesTime, type FilesWork } from "../browser/files.ts";
import { countReads, footprintOf } from "../browser/footprint.ts";
import type { Bench, Case } from "../case.ts";
import { diskOfSmallFiles } from "../images/made-by-mkfs.ts";
import { bytesText } from "../markdown.ts";
import { besideOrAlone, findTime, sevenZip } from "../native-files.ts";
import { timeCommand } from "../peers.ts";
import type { Footprint, Row } from "../result.ts";
import { median } from "../statistics.ts";

const MIB = 2 ** 20;
/** What the first folder may take after opening: reads of the file, and milliseconds. */
const FIRST = { reads: 12, time: 100 };
/** Files that a walk comes by in a second, at least: 300,000 in ten. */
const WALKED = 30_000;
/** Bytes that the engine's workers may take for a walk, and with the list of all runs and their owners. */
const MEMORY = { walk: 32 * MIB, owner: 128 * MIB };

/** @throws unless as many files were found as there are: a fast list that lacks some is no result. */
function timeOf({ time, count }: FilesTime, wanted: number): number {
  if (count !== wanted) throw new Error(`${count} files or folders were found, not ${wanted}`);
  return time;
}

/** Milliseconds of 7-Zip's list. @throws unless it has all files */
async function sevenZipTime(program: string, raw: string, count: number): Promise<number> {
  const { time, output } = await timeCommand(program, ["l", raw]);
  const listed = [...output.matchAll(/ file-\d+\.txt$|\/file-\d+\.txt$/gm)].length;
  if (listed !== count) throw new Error(`${program} lists ${listed} files, not ${count}`);
  return time;
}

/**
 * Reads of a use of the open image, without those that open it, and memory of both. In a tab that has done nothing before: what
 * earlier uses left would hide the memory.
 */
function footprintIn({ browser }: Bench, image: string, work: FilesWork): Promise<Footprint> {
  return browser.withTab("page", async (tab) => {
    const engine = await callableEngine(tab);
    await dropAside(tab, [image]);
    const all = () =>
      filesTime(tab, work, 0, async (use) => {
        await countReads(engine);
        return use();
      });
    return (await footprintOf(tab, engine, all)).footprint;
  });
}

/** A tab on which an image is dropped. */
function onTab<T>({ browser }: Bench, image: string, work: (tab: Page) => Promise<T>): Promise<T> {
  return browser.withTab("page", async (tab) => {
    await callableEngine(tab);
    await dropAside(tab, [image]);
    return work(tab);
  });
}

const diskText = (size: number, count: number) =>
  `an ext4 of ${bytesText(size)} with ${count.toLocaleString("en-US")} files`;

async function firstRow(bench: Bench): Promise<Row> {
  const { images, scale, say } = bench;
  const { size, count } = scale.files;
  say("Making a large disk with files");
  const { image } = await diskOfSmallFiles(images, size, count);
  /** Folders of 500 files, and lost+found. */
  const folders = Math.ceil(count / 500) + 1;
  say("First folder of a large disk");
  const times = await onTab(bench, image, (tab) =>
    besideOrAlone(scale, async () => timeOf(await filesTime(tab, "first-folder"), folders), null),
  );
  const footprint = await footprintIn(bench, image, "first-folder");
  return {
    id: "files-first",
    title: `First folder of ${diskText(size, count)}, after opening the file`,
    peer: null,
    ...times,
    footprint,
    target: `${FIRST.time} ms, ${FIRST.reads} reads`,
    reached: median(times.ours) <= FIRST.time && (footprint.reads ?? Infinity) <= FIRST.reads,
    notes: [],
  };
}

async function walkRows(bench: Bench): Promise<readonly Row[]> {
  const { images, scale, say } = bench;
  const { size, count } = scale.walked;
  say("Making a disk with many files");
  const { raw, image } = await diskOfSmallFiles(images, size, count);
  const zip = sevenZip();
  say("A walk over all files");
  const walked = await onTab(bench, image, (tab) =>
    besideOrAlone(
      scale,
      async () => timeOf(await filesTime(tab, "walk"), count),
      zip === null ? null : () => sevenZipTime(zip, raw, count),
    ),
  );
  const found: number[] = [];
  for (let nth = 0; nth < scale.pairs; nth++) {
    // oxlint-disable-next-line no-await-in-loop
    const time = await findTime(raw, images.folder, count);
    if (time !== null) found.push(time);
  }
  const walkPrint = await footprintIn(bench, image, "walk");
  say("The file that owns a byte");
  const owner = async () => onTab(bench, image, async (tab) => timeOf(await filesTime(tab, "owner"), 1));
  const owners = await besideOrAlone(scale, owner, null);
  const ownerPrint = await footprintIn(bench, image, "owner");
  const native =
    found.length === 0
      ? "the kernel's mount was not to be had here"
      : `\`find\` on the kernel's mount of the raw image, in the same run: ${median(found).toFixed(0)} ms (${Math.min(...found).toFixed(0)}–${Math.max(...found).toFixed(0)})`;
  const rate = Math.round(count / (median(walked.ours) / 1000)).toLocaleString("en-US");
  return [
    {
      id: "files-walk",
      title: `Walk over all files of ${diskText(size, count)}`,
      peer: zip === null ? null : `\`${zip} l\` of the raw image`,
      ...walked,
      footprint: walkPrint,
      target: `${WALKED.toLocaleString("en-US")} files a second, ${bytesText(MEMORY.walk)} of memory`,
      reached: count / (median(walked.ours) / 1000) >= WALKED && walkPrint.peakMemory <= MEMORY.walk,
      notes: [`${rate} files a second, from the volume's superblock on`, native],
    },
    {
      id: "files-owner",
      title: `The file that owns a byte of ${diskText(size, count)}, with the list of all runs that it is found by`,
      peer: null,
      ...owners,
      footprint: ownerPrint,
      target: `${bytesText(MEMORY.owner)} of memory`,
      reached: ownerPrint.peakMemory <= MEMORY.owner,
      notes: [],
    },
  ];
}

/** The first folder of a large ext4, a walk over many files, and the list of what owns each block of them. */
export const filesListed: Case = {
  id: "files",
  run: async (bench) => {
    if (has("mkfs.ext4")) return [await firstRow(bench), ...(await walkRows(bench))];
    bench.say("Files are not measured: mkfs.ext4 is missing");
    return [];
  },
};
