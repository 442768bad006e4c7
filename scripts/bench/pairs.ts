import type { Scale } from "./scale.ts";

/**
 * Measures two ways in turn, one pair to warm up where the scale has that and then those that count, so that whatever else the
 * machine does meets both.
 *
 * @param ours milliseconds of one run
 * @param peer the same of the other way
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
