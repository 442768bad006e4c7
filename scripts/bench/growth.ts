import type { Page } from "@playwright/test";
import { dropAside } from "./browser/dropped.ts";
import { type BenchGlobals, callableEngine } from "./browser/engine.ts";
import { openTime } from "./cases/open.ts";
import { exportByDownload } from "./cases/raw-export.ts";
import type { Bench } from "./case.ts";
import { diskWithData } from "./images/made-by-qemu.ts";
import type { Growth } from "./result.ts";
import { exponent, median } from "./statistics.ts";

/** Runs of one size: as many as fit into so many milliseconds, but no more than this. */
const RUNS = 3;
const LONG = 6_000;

/** Something that is done with an image, and the power of the size that its time may grow with. */
interface Work {
  readonly id: string;
  readonly title: string;
  readonly run: (bench: Bench, image: string) => Promise<number>;
  /** Over virtual sizes with the same data, and over data within one virtual size. */
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

const check = inEngine((tab) =>
  tab.evaluate(async () => {
    const { Comlink, benchEngine, benchFiles } = globalThis as unknown as BenchGlobals;
    const [file] = benchFiles;
    if (file === undefined) throw new Error("no file was dropped");
    const { id } = await benchEngine.open({ kind: "file", file });
    const layer = { name: "original", upTo: null } as const;
    const ignore = Comlink.proxy(() => {});
    const started = performance.now();
    await benchEngine.fullCheck(id, layer, "check", ignore, ignore);
    return performance.now() - started;
  }),
);

const hash = inEngine((tab) =>
  tab.evaluate(async () => {
    const { Comlink, benchEngine, benchFiles } = globalThis as unknown as BenchGlobals;
    const [file] = benchFiles;
    if (file === undefined) throw new Error("no file was dropped");
    const { id } = await benchEngine.open({ kind: "file", file });
    const layer = { name: "original", upTo: null } as const;
    const started = performance.now();
    await benchEngine.hashes(
      id,
      layer,
      { wholeDisk: false },
      "hash",
      Comlink.proxy(() => {}),
    );
    return performance.now() - started;
  }),
);

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

/** How the time of each work grows with the virtual size, and with the data in it. */
export async function measureGrowth(bench: Bench): Promise<readonly Growth[]> {
  const { virtualSizes, dataSizes } = bench.scale;
  const mib = (bytes: number) => (bytes < 2 ** 30 ? `${bytes / 2 ** 20} MiB` : `${bytes / 2 ** 30} GiB`);
  const series = [
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
  ] as const;
  const growth: Growth[] = [];
  for (const { key, over, images } of series) {
    for (const { id, title, run, expected } of WORK) {
      bench.say(`${title} over ${over}`);
      const points: { size: number; time: number }[] = [];
      for (const { size, data, virtual } of images) {
        // oxlint-disable-next-line no-await-in-loop
        const image = await diskWithData(bench.images, data, virtual);
        // The first one warms up.
        // oxlint-disable-next-line no-await-in-loop
        if (points.length === 0 && bench.scale.warmUp) await run(bench, image);
        // oxlint-disable-next-line no-await-in-loop
        points.push({ size, time: await timeOf(() => run(bench, image), Math.min(RUNS, bench.scale.pairs)) });
      }
      growth.push({
        id: `${id}-${key}`,
        title,
        over,
        points,
        exponent: exponent(points.map(({ size, time }) => ({ x: size, y: time }))),
        expected: expected[key],
      });
    }
  }
  return growth;
}
