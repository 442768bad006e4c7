import type { Mutant } from "./mutate/mutation.ts";

/**
 * The mutant with as few of its mutations as still cause the violation.
 *
 * @param fails whether a mutant still shows the violation
 */
export async function shrinkMutant(
  mutant: Mutant,
  fails: (candidate: Mutant) => Promise<boolean>,
): Promise<Mutant> {
  let smallest = mutant;
  for (let index = 0; index < smallest.mutations.length;) {
    const mutations = smallest.mutations.filter((_, nth) => nth !== index);
    const candidate = { ...smallest, mutations };
    // Each try depends on the one before.
    // oxlint-disable-next-line no-await-in-loop
    if (await fails(candidate)) smallest = candidate;
    else index += 1;
  }
  return smallest;
}
