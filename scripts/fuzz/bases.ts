import { corpusImages, unpack } from "../../e2e/support/corpus.ts";
import { NodeFileStore } from "../../workers/node/file-store.ts";
import { type Base, baseOf } from "./base.ts";
import { MADE } from "./made-bases.ts";
import type { Random } from "./random.ts";

/** Mutants of made images and of the corpus come in turns, so that a large corpus does not crowd the others out. */
const MADE_SHARE = 0.5;

/** Disks of so many blocks take seconds for each look at all of them, so they come seldom. */
const MANY_BLOCKS = 500_000;
const MANY_SHARE = 0.01;

const loaded = new Map<string, Base>();

/** All names; those of the corpus where this machine has it. */
export function baseNames(): { readonly made: readonly string[]; readonly corpus: readonly string[] } {
  return { made: Object.keys(MADE), corpus: corpus.map(({ file }) => file) };
}

const corpus = corpusImages();
const large = corpus.filter((image) => image.virtual_size / image.block_size > MANY_BLOCKS);
const small = corpus.filter((image) => !large.includes(image));

/**
 * A base image by its name.
 *
 * @throws Error where there is none of that name.
 */
export async function baseNamed(name: string): Promise<Base> {
  let base = loaded.get(name);
  if (base === undefined) {
    const make = Object.hasOwn(MADE, name) ? MADE[name] : undefined;
    base = baseOf(name, make === undefined ? new NodeFileStore(await unpack(name)) : make());
    loaded.set(name, base);
  }
  return base;
}

/** The name of the image that a mutant is made from. */
export function pickBase(random: Random, only: string | null): string {
  if (only !== null) return only;
  const { made } = baseNames();
  if (small.length === 0 || random.chance(MADE_SHARE)) return random.pick(made);
  return random.pick(large.length > 0 && random.chance(MANY_SHARE) ? large : small).file;
}
