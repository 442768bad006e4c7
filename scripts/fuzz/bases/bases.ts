import { corpusImages, unpack } from "../../../e2e/support/corpus.ts";
import type { FindingCode } from "../../../workers/vhdx/findings/index.ts";
import { NodeFileStore } from "../../../workers/node/file-store.ts";
import type { Random } from "../random.ts";
import { type Base, baseOf } from "./base.ts";
import { CHAINS } from "./chains.ts";
import { MADE } from "./made.ts";
import { DEAR, NEAR_NAMES, nearBase } from "./near.ts";

/** Disks of so many blocks take seconds for each look at all of them, so they come seldom. */
const MANY_BLOCKS = 500_000;

const corpus = corpusImages();
const large = corpus.filter((image) => image.virtual_size / image.block_size > MANY_BLOCKS);
const small = corpus.filter((image) => !large.includes(image));
const near = NEAR_NAMES.filter((name) => !DEAR.has(name));

/** Where a mutant's base is taken from, and how often. What takes long for each look comes seldom. */
const SOURCES: readonly (readonly [weight: number, names: readonly string[]])[] = [
  [680, near],
  [230, Object.keys(CHAINS)],
  [60, Object.keys(MADE)],
  [4, [...DEAR]],
  [10, small.map(({ file }) => file)],
  [1, large.map(({ file }) => file)],
];

const loaded = new Map<string, Base>();

/** All names; those of the corpus where this machine has it. */
export function baseNames(): { readonly made: readonly string[]; readonly corpus: readonly string[] } {
  return {
    made: [...Object.keys(MADE), ...Object.keys(CHAINS), ...NEAR_NAMES],
    corpus: corpus.map(({ file }) => file),
  };
}

async function makeBase(name: string): Promise<Base> {
  if (Object.hasOwn(CHAINS, name)) return (CHAINS[name] as () => Base)();
  if (NEAR_NAMES.some((code) => code === name)) return nearBase(name as FindingCode);
  const make = Object.hasOwn(MADE, name) ? MADE[name] : undefined;
  return baseOf(name, make === undefined ? new NodeFileStore(await unpack(name)) : make());
}

/**
 * A base image by its name.
 *
 * @throws Error where there is none of that name.
 */
export async function baseNamed(name: string): Promise<Base> {
  let base = loaded.get(name);
  if (base === undefined) {
    base = await makeBase(name);
    loaded.set(name, base);
  }
  return base;
}

/** Mutants that start one step from a rule which nothing has broken yet. */
const AIMED = 0.7;
/** Of those, the ones at rules whose images take long to look at. */
const AIMED_DEAR = 0.012;

/**
 * The name of the image that a mutant is made from.
 *
 * @param seen codes that were reached so far in this run
 */
export function pickBase(random: Random, only: string | null, seen: ReadonlySet<string>): string {
  if (only !== null) return only;
  const aims = random.chance(AIMED_DEAR) ? [...DEAR] : near;
  const left = random.chance(AIMED) ? aims.filter((code) => !seen.has(code)) : [];
  if (left.length > 0) return random.pick(left);
  const sources = SOURCES.filter(([, names]) => names.length > 0);
  let at = random.below(sources.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, names] of sources) {
    if (at < weight) return random.pick(names);
    at -= weight;
  }
  return random.pick(near);
}
