import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Modules between a source and a test that reaches it. */
const FARTHEST = 3;
/** Test files of one mutant. */
const MOST = 5;
/** These take longer than half a minute. */
const SLOW = ["workers/vhdx/write/crash-long.test.ts", "workers/vhdx/write/faults.test.ts"];

/** The tests of a folder try all of it, but for these: each of its folders is a matter of its own. */
const MANY = ["workers/engine/exports"];

/** Tests of whole folders, which reach their sources through many modules. */
const OF_FOLDER: readonly (readonly [folder: string, test: string])[] = [
  ["workers/vhdx/recognise", "workers/engine/image/recognised.test.ts"],
  ["workers/vhdx/repair", "workers/vhdx/repair/plan.test.ts"],
  ["workers/vhdx/repair", "workers/engine/edits/repairs.test.ts"],
  ...(["bat", "header", "log", "metadata", "region"] as const).map(
    (name) =>
      [
        `workers/vhdx/${name === "header" || name === "region" ? `${name}s` : name}`,
        `workers/testing/malformed/${name}-images.test.ts`,
      ] as const,
  ),
  ["workers/vhdx/chain", "workers/testing/malformed/linkage-images.test.ts"],
  // The smallest image of each finding.
  ["workers/vhdx", "workers/testing/malformed/catalogue.test.ts"],
  // All that the engine concludes of hundreds of images, against what was recorded.
  ...["workers/vhdx", "workers/engine"].flatMap((folder) =>
    (["outcomes", "wide"] as const).map((name) => [folder, `scripts/outcomes/${name}.test.ts`] as const),
  ),
];

const ROOTS = ["workers"];

/** Which sources import which, in the folders that are mutated and tested. */
export class ImportGraph {
  readonly #importers = new Map<string, Set<string>>();
  readonly #tests: readonly string[];

  /** @param root of the project */
  constructor(root: string) {
    const files = ROOTS.flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => path.posix.join(folder, file)),
    );
    this.#tests = files.filter((file) => file.endsWith(".test.ts"));
    for (const file of files) {
      const source = readFileSync(path.join(root, file), "utf8");
      for (const [, specifier] of source.matchAll(/\bfrom "(\.[^"]*\.ts)"/g)) {
        const target = path.posix.join(path.posix.dirname(file), specifier ?? "");
        const known = this.#importers.get(target) ?? new Set();
        this.#importers.set(target, known.add(file));
      }
    }
  }

  /** The tests of the folder of the disk's part that a source belongs to, such as `workers/vhdx/log`. */
  #inFolder(file: string): readonly string[] {
    const folder = file.split("/").slice(0, 3).join("/");
    if (MANY.includes(folder)) return [];
    return this.#tests.filter((test) => test.startsWith(`${folder}/`) && !SLOW.includes(test));
  }

  /** The tests near a source, the nearest first: beside it, or through a few modules. */
  near(file: string): readonly string[] {
    const distance = new Map([[file, 0]]);
    const queue = [file];
    for (const at of queue) {
      const next = (distance.get(at) ?? 0) + 1;
      if (next > FARTHEST) continue;
      for (const importer of this.#importers.get(at) ?? []) {
        if (distance.has(importer)) continue;
        distance.set(importer, next);
        queue.push(importer);
      }
    }
    const tests = queue.filter((each) => each.endsWith(".test.ts") && !SLOW.includes(each));
    const folder = path.posix.dirname(file);
    const own = file.replace(/\.ts$/, ".test.ts");
    const rank = (test: string) =>
      test === own ? -FARTHEST : (distance.get(test) ?? 0) - (path.posix.dirname(test) === folder ? 2 : 0);
    const nearest = tests.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST);
    const ofFolder = OF_FOLDER.flatMap(([start, test]) => (file.startsWith(`${start}/`) ? [test] : []));
    return [...new Set([...nearest, ...this.#inFolder(file), ...ofFolder])];
  }
}
