import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { browserDocs, FEATURES, PLACES } from "./browsers.ts";

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

it("the tables in docs/browsers.md and README.md are what `npm run docs:browsers` writes", () => {
  for (const [file, text] of Object.entries(browserDocs())) expect(readFileSync(file, "utf8")).toBe(text);
});

const cells = FEATURES.flatMap(({ name, cells: each }) =>
  PLACES.map((place) => ({ name, place, cell: each[place] })),
);

it.each(cells)("$name, $place: a test runs it", ({ place, cell }) => {
  const { file, test } = cell.by;
  const source = read(file);
  const at = source.indexOf(test);
  expect(at, `${test} in ${file}`).toBeGreaterThan(0);
  expect(file.startsWith("scripts/webkit/")).toBe(place === "WebKit");
  if (place === "WebKit") {
    // `npm run test:webkit` runs the scenario with this title.
    const before = source.slice(0, at);
    const scenario = [...before.matchAll(/export const (\w+): Scenario/g)].at(-1)?.[1];
    const smoke = read("scripts/webkit/smoke.ts");
    expect(/SCENARIOS = \[(.*)\]/.exec(smoke)?.[1]?.split(", ")).toContain(scenario);
  }
  // Firefox runs the tests with these tags, of these files.
  if (!place.includes("Firefox")) return;
  const head = source.slice(at, source.indexOf("=>", at));
  expect(head).toMatch(/QUICK|quickIf|@firefox|how\.startsWith/);
  expect(read("playwright.config.ts")).toMatch(new RegExp(`"${path.basename(file, ".spec.ts")}"`));
});

it("what the page says stands in its source", () => {
  const sources = [
    "src/ui/views/save-as/words.ts",
    "src/ui/dialogs/replace/words.ts",
    "src/ui/dialogs/kept/words.ts",
    "src/ui/dialogs/new-disk/words.ts",
    "workers/engine/kept/keeper.ts",
  ]
    .map(read)
    .join("\n");
  for (const { cell } of cells) {
    if (cell.kind !== "missing" || cell.says === null) continue;
    // The last one is put together from its parts.
    const [beginning = ""] = cell.says.split(", so");
    expect(sources).toContain(beginning);
  }
});
