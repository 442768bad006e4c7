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
import type { Footprint } from "../result.ts";
import { median } from "../statistics.ts";

const MIB = 2 ** 20;
/** What the first folder may take after opening: reads of the file, and milliseconds. */
const FIRST = { reads: 12, time: 100 };
/** Files that a walk comes by in a second, at least: 300,000 in ten. */
const WALKED = 30_000;
/** Bytes that the engine's workers may take for a walk. */
const MEMORY = 32 * MIB;

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

async function rowsOf(bench: Bench) {
  const { browser, images, scale, say } = bench;
  const { size, count } = scale.files;
  say("Making a disk with many files");
  const { raw, image } = await diskOfSmallFiles(images, size, count);
  /** Folders of 500 files, and lost+found. */
  const folders = Math.ceil(count / 500) + 1;
  const zip = sevenZip();
  return browser.withTab("page", async (tab) => {
    await callableEngine(tab);
    await dropAside(tab, [image]);
    const first = async () => timeOf(await filesTime(tab, "first-folder"), folders);
    const walk = async () => timeOf(await filesTime(tab, "walk"), count);
    say("First folder of a large disk");
    const opened = await besideOrAlone(scale, first, null);
    const firstPrint = await footprintIn(bench, image, "first-folder");
    say("A walk over all files");
    const found: number[] = [];
    const walked = await besideOrAlone(
      scale,
      walk,
      zip === null ? null : () => sevenZipTime(zip, raw, count),
    );
    for (let nth = 0; nth < scale.pairs; nth++) {
      // oxlint-disable-next-line no-await-in-loop
      const time = await findTime(raw, images.folder, count);
      if (time !== null) found.push(time);
    }
    const walkPrint = await footprintIn(bench, image, "walk");
    const native =
      found.length === 0
        ? "the kernel's mount was not to be had here"
        : `\`find\` on the kernel's mount of the raw image, in the same run: ${median(found).toFixed(0)} ms`;
    const disk = `an ext4 of ${bytesText(size)} with ${count.toLocaleString("en-US")} files`;
    return [
      {
        id: "files-first",
        title: `First folder of ${disk}, after opening the file`,
        peer: null,
        ...opened,
        footprint: firstPrint,
        target: `${FIRST.time} ms, ${FIRST.reads} reads`,
        reached: median(opened.ours) <= FIRST.time && (firstPrint.reads ?? Infinity) <= FIRST.reads,
        notes: [],
      },
      {
        id: "files-walk",
        title: `Walk over all files of ${disk}`,
        peer: zip === null ? null : `\`${zip} l\` of the raw image`,
        ...walked,
        footprint: walkPrint,
        target: `${WALKED.toLocaleString("en-US")} files a second, ${bytesText(MEMORY)} of memory`,
        reached: count / (median(walked.ours) / 1000) >= WALKED && walkPrint.peakMemory <= MEMORY,
        notes: [
          `${Math.round(count / (median(walked.ours) / 1000)).toLocaleString("en-US")} files a second, from the volume's superblock on`,
          native,
        ],
      },
    ];
  });
}

/** The first folder of a large ext4 with little in it, and a walk over all of its files. */
export const filesListed: Case = {
  id: "files",
  run: async (bench) => {
    if (has("mkfs.ext4")) return rowsOf(bench);
    bench.say("Files are not measured: mkfs.ext4 is missing");
    return [];
  },
};
