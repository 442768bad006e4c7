import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { Random } from "../../testing/store/conformance/random.ts";
import { tryCrashes } from "../../testing/vhdx/crash-run.ts";
import { FEWER } from "../../testing/vhdx/crash-states.ts";
import { DIRTY_BASES } from "../../testing/vhdx/dirty-bases.ts";
import { type Fault, FAULTS } from "../../testing/vhdx/faults.ts";
import { PRODUCT } from "../../testing/vhdx/product.ts";
import type { Recording, WriteEngine } from "../../testing/vhdx/recording.ts";
import { tryReplays } from "../../testing/vhdx/replay-run.ts";
import { SCENARIOS } from "../../testing/vhdx/scenarios.ts";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "../../..");
const scratch = path.join(root, `.cache/faults/${process.pid}`);

beforeAll(loadCrc32c);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The product's write path with the fault in it: its own source, changed in one place, beside copies of the rest. */
async function withFault({ file, edits }: Fault, name: string): Promise<WriteEngine> {
  const folder = path.join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const toWorkers = path.relative(folder, path.join(root, "workers")).replaceAll(path.sep, "/");
  for (const each of readdirSync(here).filter(
    (entry) => !entry.endsWith(".test.ts") && entry.endsWith(".ts"),
  )) {
    let source = readFileSync(path.join(here, each), "utf8");
    for (const [text, instead, where = file] of edits) {
      if (each !== where) continue;
      if (source.split(text).length !== 2) throw new Error(`${each} must have this text once:\n${text}`);
      source = source.replace(text, () => instead);
    }
    source = source.replaceAll(/from "((?:\.\.\/)+)/g, (_, up: string) =>
      up === "../" ? `from "${toWorkers}/vhdx/` : `from "${toWorkers}/`,
    );
    writeFileSync(path.join(folder, each), source);
  }
  const load = (module: string) =>
    import(/* @vite-ignore */ path.join(folder, module)) as Promise<WriteEngine>;
  const { DiskWriter } = await load("disk-writer.ts");
  const { applyLog } = await load("apply-log.ts");
  const { createImage } = await load("create.ts");
  return { DiskWriter, applyLog, createImage };
}

function violations(noticedBy: string, engine: WriteEngine): readonly string[] {
  const random = new Random(1);
  if (noticedBy === "replay") {
    for (const { make } of DIRTY_BASES) {
      const found = tryReplays(make(), engine, { random, effort: FEWER, most: 1, nested: false }).violations;
      if (found.length > 0) return found;
    }
    return [];
  }
  const scenario = SCENARIOS.find(({ name }) => name === noticedBy);
  if (scenario === undefined) throw new Error(`there is no scenario ${noticedBy}`);
  let recording: Recording;
  try {
    recording = scenario.record(engine);
  } catch (error) {
    // A writer that refuses what the session before has left.
    return [String(error)];
  }
  return tryCrashes(recording, { random, effort: scenario.effort, most: 1 }).violations;
}

describe("the crash test notices", () => {
  it.for(FAULTS.map((fault, nth) => ({ ...fault, nth })))("$name", async (fault) => {
    const found = violations(fault.noticedBy, await withFault(fault, `fault-${fault.nth}`));
    expect(found.length).toBeGreaterThan(0);
  });

  it("nothing where there is no fault", async () => {
    const none = await withFault({ name: "none", file: "", edits: [], noticedBy: "" }, "none");
    expect(none.DiskWriter).not.toBe(PRODUCT.DiskWriter);
    expect(violations("BAT growth", none)).toEqual([]);
  });
});
