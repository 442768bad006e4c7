import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampled } from "../../../e2e/support/full.ts";
import { loadCrc32c } from "../../bytes/crc32c.ts";
import { Random } from "../../testing/store/conformance/random.ts";
import { tryCrashes } from "../../testing/vhdx/crash-run.ts";
import { FEWER } from "../../testing/vhdx/crash-states.ts";
import { DIRTY_BASES } from "../../testing/vhdx/dirty-bases.ts";
import { type Fault, FAULTS, WRITE_PATH } from "../../testing/vhdx/faults.ts";
import { plant } from "../../testing/vhdx/plant.ts";
import { PRODUCT } from "../../testing/vhdx/product.ts";
import type { Recording, WriteEngine } from "../../testing/vhdx/recording.ts";
import { tryReplays } from "../../testing/vhdx/replay-run.ts";
import { SCENARIOS } from "../../testing/vhdx/scenarios.ts";

const workers = fileURLToPath(new URL("../../", import.meta.url));
const scratch = path.join(workers, `../.cache/faults/${process.pid}`);

beforeAll(loadCrc32c);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The sources of the write path, by their paths from `workers`. */
const SOURCES = new Map(
  readdirSync(path.join(workers, WRITE_PATH.folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => `${WRITE_PATH.folder}/${file.replaceAll(path.sep, "/")}`)
    .map((file) => [file, readFileSync(path.join(workers, file), "utf8")] as const),
);

/** Relative imports of a copy in `folder`: of other copies as they are, of all else where it really is. */
function reimported(source: string, file: string, folder: string): string {
  return source.replaceAll(/(?<=\bfrom ")\.[^"]*(?=")/g, (specifier) => {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    if (SOURCES.has(target)) return specifier;
    const copy = path.join(folder, path.dirname(file));
    return path.relative(copy, path.join(workers, target)).replaceAll(path.sep, "/");
  });
}

/** The product's write path with the fault in it: its own source, changed in one place, beside copies of the rest. */
async function withFault({ name, changes }: Pick<Fault, "name" | "changes">): Promise<WriteEngine> {
  for (const file of changes.keys())
    if (!SOURCES.has(file)) throw new Error(`${file}, where “${name}” belongs, is not there`);
  const folder = path.join(scratch, name.replaceAll(/\W+/g, "-"));
  for (const [file, source] of SOURCES) {
    const copy = path.join(folder, file);
    mkdirSync(path.dirname(copy), { recursive: true });
    writeFileSync(copy, reimported(plant(file, source, changes.get(file) ?? []), file, folder));
  }
  const load = (module: string) =>
    import(/* @vite-ignore */ path.join(folder, module)) as Promise<WriteEngine>;
  const { DiskWriter } = await load(WRITE_PATH.DiskWriter);
  const { applyLog } = await load(WRITE_PATH.applyLog);
  const { createImage } = await load(WRITE_PATH.createImage);
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
  it.for(sampled(FAULTS, 6))("$name", async (fault) => {
    const found = violations(fault.noticedBy, await withFault(fault));
    expect(found.length).toBeGreaterThan(0);
  });

  it("nothing where there is no fault", async () => {
    const none = await withFault({ name: "none", changes: new Map() });
    expect(none.DiskWriter).not.toBe(PRODUCT.DiskWriter);
    expect(violations("BAT growth", none)).toEqual([]);
  });
});
