import { WORDS } from "./words.ts";

/**
 * The hit after (or before) the cursor among all hits, going round at the ends.
 *
 * @param hits ascending.
 * @returns null where there is none.
 */
export function nextHit(
  hits: readonly number[],
  cursor: number,
  direction: "forward" | "backward",
): { readonly offset: number; readonly wrapped: boolean } | null {
  const next =
    direction === "forward"
      ? hits.find((offset) => offset > cursor)
      : hits.findLast((offset) => offset < cursor);
  if (next !== undefined) return { offset: next, wrapped: false };
  const around = direction === "forward" ? hits[0] : hits.at(-1);
  return around === undefined ? null : { offset: around, wrapped: true };
}

/** "3 of 17", "17 found", "more than 1,000 found": how the hits stand to the cursor. */
export function hitsText(hits: readonly number[], complete: boolean, cursor: number): string {
  if (hits.length === 0) return WORDS.notFound;
  const at = hits.indexOf(cursor);
  const count = new Intl.NumberFormat("en-US").format(hits.length);
  return at === -1 ? WORDS.hits(count, complete) : WORDS.hitOf(at + 1, count, complete);
}
