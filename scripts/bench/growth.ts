import type { Page } from "@playwright/test";
import { dropAside } from "./browser/dropped.ts";
import { type BenchGlobals, callableEngine } from "./browser/engine.ts";
import { openTime } from "./cases/open.ts";
import { exportByDownload } from "./cases/raw-export.ts";
import type { Bench } from "./case.ts";
import { diskWithData } from "./images/made-by-qemu.ts";
import type { Growth } from "./result.ts";
import { exponent, median } from "./statistics.ts";

/** No further run of a size is started after so many milliseconds. */
const LONG = 6_000;

/** Work with an image, and the power of the size with which its time may grow. */
interface Work {
  readonly id: string;
  readonly title: string;
  readonly run: (bench: Bench, image: string) => Promise<number>;
  /** The power for growing virtual size with the same data, and for growing data in one virtual size. */
  readonly expected: { readonly virtual: number; readonly data: number };
}

/** Calls the page's engine with an image, and times the call. */
const inEngine =
  (call: (tab: Page) => Promise<number>) =>
  ({ browser }: Bench, image: string): Promise<number> =>
    browser.withTab("page", async (tab) => {
      await callableEngine(tab);
      await dropAside(tab, [image]);
      return call(tab);
    });

/** Opens the file that was dropped aside, and times the work with it. */
const inPage = (work: "check" | "hash") => (tab: Page) =>
  tab.evaluate(async (what) => {
    const { benchEngine, benchFiles, benchJob } = globalThis as unknown as BenchGlobals;
    const [file] = benchFiles;
    if (file === undefined) throw new Error("no file was dropped");
    const { id } = await benchEngine.images.open({ kind: "file", file });
    const layer = { name: "original", upTo: null } as const;
    const started = performance.now();
    if (what === "check") await benchEngine.images.fullCheck(id, layer, { blocks: false }, benchJob(what));
    else await benchEngine.hashes.compute(id, layer, { wholeDisk: false }, benchJob(what));
    return performance.now() - started;
  }, work);

const check = inEngine(inPage("check"));
const hash = inEngine(inPage("hash"));

const WORK: readonly Work[] = [
  { id: "open", title: "Open", run: openTime, expected: { virtual: 0, data: 0 } },
  { id: "check", title: "Full check", run: check, expected: { virtual: 0, data: 1 } },
  {
    id: "export",
    title: "Export raw disk, packed",
    run: (bench, image) => exportByDownload(bench, image, "Export raw disk, packed"),
    expected: { virtual: 0, data: 1 },
  },
  { id: "hash", title: "Hash file and stored data", run: hash, expected: { virtual: 0, data: 1 } },
];

async function timeOf(run: () => Promise<number>, runs: number): Promise<number> {
  const times: number[] = [];
  while (times.length < runs && times.reduce((sum, time) => sum + time, 0) < LONG) {
    // oxlint-disable-next-line no-await-in-loop
    times.push(await run());
  }
  return median(times);
}

/** Images in which one size grows. */
interface Series {
  readonly key: "virtual" | "data";
  readonly over: string;
  /** Bytes of the size that grows, of data, and of the virtual disk. */
  readonly images: readonly { readonly size: number; readonly data: number; readonly virtual: number }[];
}

function allSeries({ virtualSizes, dataSizes }: Bench["scale"]): readonly Series[] {
  const mib = (bytes: number) => (bytes < 2 ** 30 ? `${bytes / 2 ** 20} MiB` : `${bytes / 2 ** 30} GiB`);
  return [
    {
      key: "virtual",
      over: `virtual size, ${mib(virtualSizes.data)} of data`,
      images: virtualSizes.sizes.map((size) => ({ size, data: virtualSizes.data, virtual: size })),
    },
    {
      key: "data",
      over: `data, virtual size ${mib(dataSizes.virtual)}`,
      images: dataSizes.sizes.map((size) => ({ size, data: size, virtual: dataSizes.virtual })),
    },
  ];
}

async function growthOf(bench: Bench, work: Work, { key, over, images }: Series): Promise<Growth> {
  const { id, title, run, expected } = work;
  bench.say(`${title} over ${over}`);
  const points: { size: number; time: number }[] = [];
  for (const { size, data, virtual } of images) {
    // oxlint-disable-next-line no-await-in-loop
    const image = await diskWithData(bench.images, data, virtual);
    // The first one warms up.
    // oxlint-disable-next-line no-await-in-loop
    if (points.length === 0 && bench.scale.warmUp) await run(bench, image);
    // oxlint-disable-next-line no-await-in-loop
    points.push({ size, time: await timeOf(() => run(bench, image), bench.scale.growthRuns) });
  }
  return {
    id: `${id}-${key}`,
    title,
    over,
    points,
    exponent: exponent(points.map(({ size, time }) => ({ x: size, y: time }))),
    expected: expected[key],
  };
}

/**
 * How the time of each work grows with the virtual size, and with the data in it.
 *
 * @param failed called for each work that failed; the others are still measured.
 */
export async function measureGrowth(
  bench: Bench,
  failed: (id: string, thrown: unknown) => void,
): Promise<readonly Growth[]> {
  const growth: Growth[] = [];
  for (const series of allSeries(bench.scale)) {
    for (const work of WORK) {
      try {
        // oxlint-disable-next-line no-await-in-loop
        growth.push(await growthOf(bench, work, series));
      } catch (thrown) {
        failed(`${work.id}-${series.key}`, thrown);
      }
    }
  }
  return growth;
}
