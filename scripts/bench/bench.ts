/**
 * `npm run bench`: measures the built page in a real browser, and in the same run what a user would use instead.
 *
 * `--quick` for small sizes, `--tiny` to see that it works, `--only ID` for some cases, `--out FOLDER` for the results, `--add` to put
 * the rows to results that are there, `--keep` to keep the images.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { provideTools } from "../test/provide.ts";
import { parseArguments } from "./arguments.ts";
import { startBrowser } from "./browser/bench-browser.ts";
import { CASES } from "./cases/index.ts";
import { measureGrowth } from "./growth.ts";
import { Images } from "./images/images.ts";
import { describeMachine } from "./machine.ts";
import { measuredDocument, resultsText, withMeasured } from "./markdown.ts";
import { memoryRow } from "./memory-row.ts";
import { type Results, type Row, type Run, withRun } from "./result.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scratch = path.join(root, ".cache/bench");
const DOCUMENT = "performance.md";

const { scale, only, out, add, keep } = parseArguments(process.argv.slice(2));
const wanted = (id: string) => only.length === 0 || only.includes(id);

const started = performance.now();
const say = (text: string) => {
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${seconds.padStart(5)} s  ${text}`);
};

provideTools();
const run = path.join(scratch, "run");
await rm(run, { recursive: true, force: true });
await mkdir(run, { recursive: true });
const browser = await startBrowser(process.env.PLATTER_DIST ?? "dist", run);
const images = new Images(path.join(scratch, "images"));
const bench = { scale, browser, images, say };
const rows: Row[] = [];
/** Reports a failed case. The results of the others, half an hour of work, are kept; the run fails in the end. */
const fail = (id: string, thrown: unknown) => {
  console.error(`${id} failed:`, thrown);
  process.exitCode = 1;
};
try {
  for (const { id, run: measure } of CASES) {
    if (!wanted(id)) continue;
    try {
      // Two cases at once would disturb each other.
      // oxlint-disable-next-line no-await-in-loop
      rows.push(...(await measure(bench)));
    } catch (thrown) {
      fail(id, thrown);
    }
  }
  // The memory of some cases says nothing of all.
  const memory = add ? null : memoryRow(rows);
  if (memory !== null) rows.push(memory);
  const growth = wanted("growth") ? await measureGrowth(bench, fail) : [];
  const measured: Run = {
    scale: scale.name,
    takenAt: new Date().toISOString(),
    machine: describeMachine(browser.version),
    load: loadavg()[2] ?? 0,
    rows,
  };
  const results: Results = { ...measured, growth };
  console.log(`\n${resultsText(results)}\n`);
  if (out !== null) {
    const folder = path.resolve(root, out);
    await mkdir(folder, { recursive: true });
    const data = path.join(folder, "performance.json");
    const all = add ? withRun(JSON.parse(readFileSync(data, "utf8")) as Results, measured) : results;
    const text = resultsText(all);
    const document = path.join(folder, DOCUMENT);
    const around = existsSync(document) ? readFileSync(document, "utf8") : "";
    writeFileSync(document, around === "" ? measuredDocument(text) : withMeasured(around, text));
    writeFileSync(data, `${JSON.stringify(all, null, 2)}\n`);
    spawnSync(process.execPath, [path.join(root, "node_modules/oxfmt/bin/oxfmt"), document, data]);
  }
  say("done");
} finally {
  await browser.close();
  await rm(keep ? run : scratch, { recursive: true, force: true });
}
