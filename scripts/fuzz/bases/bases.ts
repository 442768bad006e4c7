import { corpusImages, unpack } from "../../../e2e/support/corpus.ts";
import type { FindingCode } from "../../../workers/vhdx/findings/index.ts";
import { NodeFileStore } from "../../../workers/node/file-store.ts";
import type { Random } from "../random.ts";
import { UNREACHABLE } from "../unreachable.ts";
import { type Base, baseOf } from "./base.ts";
import { CHAINS } from "./chains.ts";
import { FILE_SYSTEMS } from "./file-systems.ts";
import { MADE } from "./made.ts";
import { BROKEN_NAMES, brokenName, brokenRule, COSTLY, NEAR_NAMES, ruleBase } from "./near.ts";

/** Disks with more blocks than this take seconds to check, so they are used seldom. */
const MANY_BLOCKS = 500_000;

const corpus = corpusImages();
const large = corpus.filter((image) => image.virtual_size / image.block_size > MANY_BLOCKS);
const small = corpus.filter((image) => !large.includes(image));
const near = NEAR_NAMES.filter((name) => !COSTLY.has(name));

/** The groups of bases, with their weights. A base that takes long to check has a low weight. */
const SOURCES: readonly (readonly [weight: number, names: readonly string[]])[] = [
  [580, near],
  [100, near.map(brokenName)],
  [230, Object.keys(CHAINS)],
  [60, Object.keys(MADE)],
  [60, Object.keys(FILE_SYSTEMS)],
  [4, [...COSTLY]],
  [10, small.map(({ file }) => file)],
  [1, large.map(({ file }) => file)],
];

const loaded = new Map<string, Base>();

/** All names; those of the corpus only if this machine has it. */
export function baseNames(): { readonly made: readonly string[]; readonly corpus: readonly string[] } {
  return {
    made: [
      ...Object.keys(MADE),
      ...Object.keys(FILE_SYSTEMS),
      ...Object.keys(CHAINS),
      ...NEAR_NAMES,
      ...BROKEN_NAMES,
    ],
    corpus: corpus.map(({ file }) => file),
  };
}

async function makeBase(name: string): Promise<Base> {
  if (Object.hasOwn(CHAINS, name)) return (CHAINS[name] as () => Base)();
  if (Object.hasOwn(FILE_SYSTEMS, name)) return (FILE_SYSTEMS[name] as () => Base)();
  if (BROKEN_NAMES.includes(name)) return ruleBase(brokenRule(name), "spoil");
  if (NEAR_NAMES.some((code) => code === name)) return ruleBase(name as FindingCode, "nearMiss");
  const make = Object.hasOwn(MADE, name) ? MADE[name] : undefined;
  return baseOf(name, make === undefined ? new NodeFileStore(await unpack(name)) : make());
}

/**
 * A base image by its name.
 *
 * @throws Error if there is none of that name.
 */
export async function baseNamed(name: string): Promise<Base> {
  let base = loaded.get(name);
  if (base === undefined) {
    base = await makeBase(name);
    loaded.set(name, base);
  }
  return base;
}

/** Share of mutants whose base is one step from a rule that no mutant has broken yet, or breaks that rule. */
const AIMED = 0.7;
/** Of these, the share whose base breaks the rule itself. */
const AIMED_BROKEN = 0.5;
/** Of these, the share for rules whose images take long to check. */
const AIMED_COSTLY = 0.012;

/**
 * Picks the name of the base for a mutant.
 *
 * @param seen codes that were reached so far in this run
 */
export function pickBase(random: Random, only: string | null, seen: ReadonlySet<string>): string {
  if (only !== null) return only;
  const costly = random.chance(AIMED_COSTLY);
  const aims = costly ? [...COSTLY] : near;
  // Where no file leads to a code, aiming at it would take most mutants from the other bases.
  const isLeft = (code: string) => !seen.has(code) && !Object.hasOwn(UNREACHABLE, code);
  const left = random.chance(AIMED) ? aims.filter(isLeft) : [];
  if (left.length > 0) {
    const code = random.pick(left);
    // An image that takes long is tried where it shows most: with its rule broken.
    return costly || random.chance(AIMED_BROKEN) ? brokenName(code) : code;
  }
  const sources = SOURCES.filter(([, names]) => names.length > 0);
  let at = random.below(sources.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, names] of sources) {
    if (at < weight) return random.pick(names);
    at -= weight;
  }
  return random.pick(near);
}
