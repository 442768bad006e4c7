/** `npm run docs:outcomes [-- GROUP… | --mutants]`: records outcomes anew, all of them or those of some groups; or chooses mutants anew. */
import { mkdirSync, writeFileSync } from "node:fs";
import { chooseMutants } from "./choose-mutants.ts";
import { GROUPS } from "./groups.ts";
import { MUTANTS_FILE } from "./mutants.ts";
import { outcomeOf } from "./outcome.ts";
import { fileOf, MARK, RECORDED } from "./recorded.ts";

async function record(group: string): Promise<void> {
  const text: string[] = [];
  for (const entry of GROUPS[group] ?? []) {
    // GUIDs are counted, so one after the other.
    // oxlint-disable-next-line no-await-in-loop
    text.push(`${MARK}${entry.name}`, ...(await outcomeOf(entry)), "");
  }
  writeFileSync(fileOf(group), `${text.join("\n").trimEnd()}\n`);
  console.log(`${group}: ${GROUPS[group]?.length ?? 0} entries`);
}

const names = process.argv.slice(2);
mkdirSync(RECORDED, { recursive: true });
if (names.includes("--mutants")) {
  const chosen = await chooseMutants();
  writeFileSync(MUTANTS_FILE, `${chosen.join("\n")}\n`);
  console.log(`${chosen.length} mutants`);
} else {
  // oxlint-disable-next-line no-await-in-loop
  for (const group of names.length === 0 ? Object.keys(GROUPS) : names) await record(group);
}
