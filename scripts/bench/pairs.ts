import type { Scale } from "./scale.ts";

/**
 * Measures two ways in turn, so that other load of the machine slows both: one pair to warm up, if the scale says so, then the
 * pairs that count.
 *
 * @param ours one run of our way; gives milliseconds
 * @param peer one run of the other way; gives milliseconds
 */
export async function inTurn(
  { pairs, warmUp }: Pick<Scale, "pairs" | "warmUp">,
  ours: () => Promise<number>,
  peer: () => Promise<number>,
): Promise<{ readonly ours: readonly number[]; readonly peers: readonly number[] }> {
  const times = { ours: [] as number[], peers: [] as number[] };
  for (let pair = warmUp ? 0 : 1; pair <= pairs; pair++) {
    // oxlint-disable-next-line no-await-in-loop
    const [a, b] = [await ours(), await peer()];
    if (pair === 0) continue;
    times.ours.push(a);
    times.peers.push(b);
  }
  return times;
}
