/** `npm run fuzz`: mutants of VHDX images against the engine. */
import path from "node:path";
import { countText } from "../../workers/shared/text.ts";
import { loadCrc32c } from "../../workers/bytes/crc32c.ts";
import { CATALOGUE } from "../../workers/vhdx/findings/index.ts";
import { readKept, writeKept } from "./kept-file.ts";
import { parseArguments, USAGE } from "./arguments.ts";
import { baseNamed, baseNames } from "./bases/bases.ts";
import { CASES_FOLDER, readCase, writeCase } from "./cases.ts";
import { describeMutation } from "./mutate/mutation.ts";
import { kindOf, tryMutant } from "./run.ts";
import { type Found, fuzz } from "./supervise.ts";
import { UNREACHABLE } from "./unreachable.ts";
import { VISITS } from "./visits/all.ts";

/** A run of so many seconds or more must reach every code. */
const ALL_CODES = 300;

/** A file name for a case: the broken rule, and the case's origin. */
const caseName = ({ number, violation }: Found, seed: number): string =>
  `${violation.rule}-${violation.visit.replaceAll(/[^a-z]+/gi, "-")}-${seed}-${number}`;

function tell(found: Found, seed: number): void {
  const { number, violation, saved } = found;
  console.log(
    `\nseed ${seed}, mutant ${number}: ${violation.rule} in ${violation.visit}\n${violation.detail}`,
  );
  if (saved === null) return;
  console.log(`  of ${saved.base}, checksums ${saved.mend ? "mended" : "left"}:`);
  for (const mutation of saved.mutations) console.log(`  - ${describeMutation(mutation)}`);
  console.log(
    `  saved as ${path.relative(process.cwd(), writeCase(CASES_FOLDER, caseName(found, seed), saved))}`,
  );
}

async function replay(file: string): Promise<number> {
  await loadCrc32c();
  const saved = readCase(file);
  console.log(`${saved.about}\n${saved.mutations.map((each) => `- ${describeMutation(each)}`).join("\n")}`);
  const options = { visits: VISITS, memory: null, thorough: true };
  const { violations } = await tryMutant(await baseNamed(saved.base), saved, saved, options, true);
  for (const { rule, visit, detail } of violations) console.log(`\n${rule} in ${visit}\n${detail}`);
  console.log(`\n${violations.length} violations`);
  return violations.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const parsed = parseArguments(process.argv.slice(2));
  if (parsed === null) {
    console.error(USAGE);
    return 2;
  }
  if (parsed.replay !== null) return replay(parsed.replay);
  const { seed, seconds, image, processes, corpus: file } = parsed;
  const { made, corpus } = baseNames();
  console.log(
    `seed ${seed}, ${seconds} s, ${countText(processes, "process", "processes")}, mutants of ${image ?? `${made.length} made images and ${corpus.length} of the corpus`}`,
  );
  const kept = file === null ? [] : readKept(file);
  const result = await fuzz({
    seed,
    seconds,
    processes,
    only: image,
    kept,
    onViolation: (found) => tell(found, seed),
  });
  if (file !== null) writeKept(file, result.kept);
  const { mutants, bases, codes, found, slowest } = result;
  const reachable = Object.keys(CATALOGUE).filter((code) => !Object.hasOwn(UNREACHABLE, code));
  const missing = reachable.filter((code) => !codes.has(code));
  const kinds = new Set(found.map(({ violation }) => kindOf(violation)));
  console.log(`
mutants         ${mutants} of ${bases.size} bases, ${(mutants / result.seconds).toFixed(1)} a second, ${(mutants / result.worked).toFixed(1)} in each of ${result.worked.toFixed(0)} s of a processor (seed ${seed})
kept            ${result.kept.length} of a new kind
slowest         ${(slowest.milliseconds / 1000).toFixed(2)} s, mutant ${slowest.number} of ${slowest.base}
finding codes   ${reachable.length - missing.length} of ${reachable.length} that a file can lead to${missing.length === 0 ? "" : `; not ${missing.join(", ")}`}
violations      ${found.length}${kinds.size === 0 ? "" : ` of ${kinds.size} kinds:\n  ${[...kinds].join("\n  ")}`}`);
  const isWhole = seconds < ALL_CODES || image !== null || missing.length === 0;
  if (!isWhole) console.log("A run of this length has to reach every code that a file can lead to.");
  return found.length === 0 && mutants > 0 && isWhole ? 0 : 1;
}

process.exitCode = await main();
